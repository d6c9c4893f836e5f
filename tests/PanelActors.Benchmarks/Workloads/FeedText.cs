using System.Globalization;
using System.Text;

namespace PanelActors.Benchmarks.Workloads;

/// <summary>Draws a feed's events, each consistent with those before it.</summary>
internal sealed class FeedText(int seed, int panels = FeedText.Panels)
{
    public const int Panels = 60;
    public const int Rows = 20;

    private const string Unchanged = "\"added\":{},\"removed\":[],\"changed\":";

    /// <summary>Rows that a large diff changes: about 64 KiB of it.</summary>
    private const int LargeRows = 660;

    private readonly Random _random = new(seed);
    private readonly double[,] _prices = new double[panels, Rows];

    public (string Type, string Json) Baseline(int id = 0)
    {
        var json = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{{\"id\":{id},\"type\":\"panel_full\",\"generation\":1,\"payload\":{{\"status\":{{");
        for (var panel = 0; panel < panels; panel++)
        {
            json.Append(CultureInfo.InvariantCulture, $"{(panel == 0 ? "" : ",")}\"panel_{panel:00}\":{{");
            for (var row = 0; row < Rows; row++)
            {
                if (_prices[panel, row] == 0) _prices[panel, row] = Math.Round(20_000 + (_random.NextDouble() * 5_000), 2);
                var price = Text($"{_prices[panel, row]}");
                json.Append(
                    CultureInfo.InvariantCulture,
                    $"{(row == 0 ? "" : ",")}\"row_{row:00}\":{{\"status\":\"OK\",\"ltp\":{price},\"change\":0.5,\"age\":1}}");
            }

            json.Append('}');
        }

        return ("panel_full", json.Append("}}}").ToString());
    }

    public (string Type, string Json) Next(WorkloadKind kind, int id) => kind switch
    {
        WorkloadKind.Small => SmallDiff(),
        WorkloadKind.Large => LargeDiff(id),
        WorkloadKind.Full when id % 10 == 0 => Baseline(id),
        _ => _random.Next(100) switch
        {
            < 4 => Counts(id),
            < 7 => Severity(id),
            < 9 => Followup(id),
            _ => Diff(id),
        },
    };

    private (string Type, string Json) Diff(int id)
    {
        var (panel, row) = (_random.Next(panels), _random.Next(Rows));
        var rows = Text($"\"row_{row:00}\":{{{Unchanged}{{{Move(panel, row)}}}}}");
        var changed = Text($"\"panel_{panel:00}\":{{{Unchanged}{{}},\"nested\":{{{rows}}}}}");
        return Event("panel_diff", id, $"{{\"diff\":{{{Unchanged}{{}},\"nested\":{{{changed}}}}}}}");
    }

    private (string Type, string Json) LargeDiff(int id)
    {
        var json = new StringBuilder(
            Text($"{{\"id\":{id},\"type\":\"panel_diff\",\"generation\":1,\"payload\":{{\"diff\":{{{Unchanged}{{}},\"nested\":{{"));
        var left = LargeRows;
        for (var panel = _random.Next(panels - (LargeRows / Rows)); left > 0; panel++)
        {
            json.Append(
                CultureInfo.InvariantCulture, $"{(left == LargeRows ? "" : ",")}\"panel_{panel:00}\":{{{Unchanged}{{}},\"nested\":{{");
            for (var row = 0; row < Rows; row++, left--)
                json.Append(CultureInfo.InvariantCulture, $"{(row == 0 ? "" : ",")}\"row_{row:00}\":{{{Unchanged}{{{Move(panel, row)}}}}}");
            json.Append("}}");
        }

        return ("panel_diff", json.Append("}}}}").ToString());
    }

    // Sixty-four bytes whatever is drawn.
    private (string Type, string Json) SmallDiff()
    {
        var panel = Text($"\"panel_{_random.Next(panels):00}\":{{\"n\":{_random.Next(1000, 9999)}}}");
        return ("panel_diff", $"{{\"type\":\"panel_diff\",\"payload\":{{\"diff\":{{{panel}}}}}}}");
    }

    private (string Type, string Json) Counts(int id)
    {
        var counts = Text($"\"info\":{_random.Next(40)},\"warn\":{_random.Next(20)},\"critical\":{_random.Next(5)}");
        return Event("severity_counts", id, $"{{\"counts\":{{{counts}}}}}");
    }

    private (string Type, string Json) Severity(int id)
    {
        var alert = Text($"\"alert_type\":\"alert_{_random.Next(12):00}\",\"active\":\"warn\",\"previous_active\":\"info\"");
        var change = Text($"\"last_change_cycle\":{id},\"resolved\":false,\"resolved_count\":0,\"reasons\":[\"spread above limit\"]");
        return Event("severity_state", id, $"{{{alert},{change}}}");
    }

    private (string Type, string Json) Followup(int id)
    {
        var alert = Text($"\"type\":\"spread\",\"index\":\"ROW{_random.Next(Rows)}\",\"severity\":\"warn\"");
        var time = Text($"\"ts\":{1_690_000_000 + id}.25");
        return Event("followup_alert", id, $"{{\"alert\":{{{alert},\"message\":\"spread above limit for 3 cycles\"}},{time}}}");
    }

    private static (string Type, string Json) Event(string type, int id, string payload) =>
        (type, Text($"{{\"id\":{id},\"type\":\"{type}\",\"generation\":1,\"payload\":{payload}}}"));

    private string Move(int panel, int row)
    {
        var old = _prices[panel, row];
        // Never the same price again: every diff changes something.
        var price = Math.Round(old + 0.01 + _random.NextDouble() - 0.5, 2);
        if (price == old) price += 1;
        _prices[panel, row] = price;
        return Text($"\"ltp\":{{\"old\":{old},\"new\":{price}}}");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
