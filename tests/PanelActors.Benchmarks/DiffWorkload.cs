using System.Globalization;
using System.Text;

namespace PanelActors.Benchmarks;

/// <summary>
/// A seeded stream the size of a real feed: a baseline of 60 panels with 20 rows each, then structured diffs of about
/// 230 bytes that each change one value of one row.
/// </summary>
public sealed class DiffWorkload
{
    private const int Panels = 60;
    private const int Rows = 20;
    private const int ReadSize = 64 * 1024;

    private DiffWorkload(IReadOnlyList<byte[]> payloads, IReadOnlyList<ReadOnlyMemory<byte>> reads) => (Payloads, Reads) = (payloads, reads);

    /// <summary>The JSON of every event, the baseline first.</summary>
    public IReadOnlyList<byte[]> Payloads { get; }

    /// <summary>The stream as network reads would deliver it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Reads { get; }

    /// <summary>Mean size of a diff's JSON in bytes.</summary>
    public double MeanDiffBytes => Payloads.Skip(1).Average(payload => payload.Length);

    /// <summary>Creates the baseline and <paramref name="diffs"/> diffs.</summary>
    public static DiffWorkload Create(int diffs, int seed)
    {
        var random = new Random(seed);
        var prices = new double[Panels, Rows];
        var payloads = new List<byte[]> { Encoding.UTF8.GetBytes(Baseline(prices, random)) };
        for (var id = 1; id <= diffs; id++) payloads.Add(Encoding.UTF8.GetBytes(Diff(id, prices, random)));

        using var stream = new MemoryStream();
        for (var id = 0; id < payloads.Count; id++)
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {(id == 0 ? "panel_full" : "panel_diff")}\ndata: ")));
            stream.Write(payloads[id]);
            stream.Write("\n\n"u8);
        }

        var bytes = stream.ToArray();
        var reads = new List<ReadOnlyMemory<byte>>();
        for (var start = 0; start < bytes.Length; start += ReadSize)
            reads.Add(bytes.AsSpan(start, Math.Min(ReadSize, bytes.Length - start)).ToArray());
        return new DiffWorkload(payloads, reads);
    }

    private static string Baseline(double[,] prices, Random random)
    {
        var json = new StringBuilder("{\"type\":\"panel_full\",\"generation\":1,\"payload\":{\"status\":{");
        for (var panel = 0; panel < Panels; panel++)
        {
            json.Append(CultureInfo.InvariantCulture, $"{(panel == 0 ? "" : ",")}\"panel_{panel:00}\":{{");
            for (var row = 0; row < Rows; row++)
            {
                prices[panel, row] = Math.Round(20_000 + (random.NextDouble() * 5_000), 2);
                json.Append(CultureInfo.InvariantCulture, $"{(row == 0 ? "" : ",")}\"row_{row:00}\":{{\"status\":\"OK\",\"ltp\":{prices[panel, row]},\"change\":0.5,\"age\":1}}");
            }

            json.Append('}');
        }

        return json.Append("}}}").ToString();
    }

    private static string Diff(int id, double[,] prices, Random random)
    {
        var (panel, row) = (random.Next(Panels), random.Next(Rows));
        var old = prices[panel, row];
        var price = Math.Round(old + random.NextDouble() - 0.5, 2);
        prices[panel, row] = price;
        const string none = "\"added\":{},\"removed\":[],\"changed\":";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":{id},\"type\":\"panel_diff\",\"generation\":1,\"payload\":{{\"diff\":{{{none}{{}},\"nested\":{{\"panel_{panel:00}\":{{{none}{{}},\"nested\":{{\"row_{row:00}\":{{{none}{{\"ltp\":{{\"old\":{old},\"new\":{price}}}}}}}}}}}}}}}}}}}");
    }
}
