using System.Text.Json.Nodes;

namespace PanelActors.Simulator;

/// <summary>One index of the simulated market: a price on a random walk that is pulled back to where it opened, and its options.</summary>
internal sealed class MarketIndex
{
    private const double StepDeviation = 0.0003;
    private const double PullToOpen = 0.002;
    private const int StrikesEachSide = 2;

    private readonly string[] _expiries;
    private readonly int _strikeStep;
    private readonly double _open;
    private readonly long[] _openInterest = new long[((2 * StrikesEachSide) + 1) * 2];
    private double _price;
    private double _high;
    private double _low;
    private double _volatility = 13;
    private long _volume;
    private int _age;
    private bool _ratioKnown = true;

    /// <param name="name">Symbol.</param>
    /// <param name="open">Opening price in rupees.</param>
    /// <param name="strikeStep">Distance of two strikes in rupees.</param>
    /// <param name="expiries">Expiry rules, nearest first.</param>
    public MarketIndex(string name, double open, int strikeStep, params string[] expiries)
    {
        Name = name;
        _open = _price = _high = _low = open;
        _strikeStep = strikeStep;
        _expiries = expiries;
        for (var i = 0; i < _openInterest.Length; i++) _openInterest[i] = 40_000 + (i * 1_500);
    }

    /// <summary>Symbol.</summary>
    public string Name { get; }

    /// <summary>Change since the open in percent.</summary>
    public double ChangePercent => (_price - _open) / _open * 100;

    /// <summary>Implied volatility in percent a year.</summary>
    public double Volatility => _volatility;

    /// <summary>Whether the last quote is older than three ticks.</summary>
    public bool Stale => _age > 3;

    /// <summary>One step of the walk.</summary>
    public void Advance(Random random)
    {
        if (random.NextDouble() < 0.05) _ratioKnown = !_ratioKnown || random.NextDouble() < 0.7;
        _volatility = Math.Clamp(_volatility + Gaussian(random) * 0.05, 9, 30);

        // Now and then the quotes of one index pause for a few ticks.
        if (random.NextDouble() < (_age > 0 ? 0.7 : 0.03))
        {
            _age++;
            return;
        }

        _age = 0;
        var pull = PullToOpen * (_open - _price) / _open;
        _price *= 1 + (Gaussian(random) * StepDeviation) + pull;
        _high = Math.Max(_high, _price);
        _low = Math.Min(_low, _price);
        _volume += random.Next(200, 4_000);
        var side = random.Next(_openInterest.Length);
        _openInterest[side] = Math.Max(1_000, _openInterest[side] + random.Next(-900, 950));
    }

    /// <summary>The index as <c>indices_detail</c> shows it.</summary>
    public JsonObject Detail() => new()
    {
        ["status"] = Stale ? "STALE" : "OK",
        ["ltp"] = Round(_price),
        ["open"] = Round(_open),
        ["high"] = Round(_high),
        ["low"] = Round(_low),
        ["change"] = Round(_price - _open),
        ["pct"] = Round(ChangePercent),
        ["volume"] = _volume,
        ["age"] = _age,
        ["legs"] = _expiries.Length * _openInterest.Length,
        ["pcr"] = _ratioKnown ? Round(PutCallRatio()) : null,
        ["iv"] = Round(_volatility),
        ["expiries"] = new JsonArray([.. _expiries.Select(e => (JsonNode)e)]),
        ["strikes"] = Strikes(),
    };

    /// <summary>The index as one row of <c>analytics</c>.</summary>
    public JsonObject AnalyticsRow() => new()
    {
        ["index"] = Name,
        ["iv"] = Round(_volatility),
        ["pcr"] = _ratioKnown ? Round(PutCallRatio()) : null,
        ["max_pain"] = AtTheMoney(),
        ["trend"] = ChangePercent switch { > 0.15 => "up", < -0.15 => "down", _ => "flat" },
    };

    /// <summary>Two decimals, and never a negative zero, which JSON would show.</summary>
    internal static double Round(double value) => Math.Round(value, 2) + 0.0;

    /// <summary>A standard normal variate (Box and Muller).</summary>
    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private int AtTheMoney() => (int)Math.Round(_price / _strikeStep) * _strikeStep;

    private double PutCallRatio()
    {
        double puts = 0, calls = 0;
        for (var i = 0; i < _openInterest.Length; i += 2)
        {
            calls += _openInterest[i];
            puts += _openInterest[i + 1];
        }

        return puts / calls;
    }

    private JsonArray Strikes()
    {
        var rows = new JsonArray();
        for (var i = 0; i < _openInterest.Length / 2; i++)
        {
            var strike = AtTheMoney() + ((i - StrikesEachSide) * _strikeStep);
            var time = _volatility / 100 * _price * 0.05;
            rows.Add((JsonNode)new JsonObject
            {
                ["strike"] = strike,
                ["ce"] = Round(Math.Max(0, _price - strike) + time),
                ["pe"] = Round(Math.Max(0, strike - _price) + time),
                ["ce_oi"] = _openInterest[2 * i],
                ["pe_oi"] = _openInterest[(2 * i) + 1],
            });
        }

        return rows;
    }
}
