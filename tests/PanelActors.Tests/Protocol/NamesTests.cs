using System.Reflection;
using PanelActors.Configuration;
using PanelActors.Protocol;

namespace PanelActors.Tests.Protocol;

/// <summary>Lists of names are complete, so that a name that is added is counted, shown and read everywhere.</summary>
public sealed class NamesTests
{
    public static TheoryData<Type, IEnumerable<string>> Lists => new()
    {
        { typeof(FeedEvents), FeedEvents.All },
        { typeof(EventTypes), EventTypes.Counted },
        { typeof(LossReasons), LossReasons.All },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_has_every_constant_of_its_type(Type names, IEnumerable<string> list) =>
        list.ShouldBe(Constants(names).Where(name => !name.Contains(' ')), ignoreOrder: true);

    [Fact]
    public void Every_health_has_a_name_that_is_read_back()
    {
        foreach (var health in Enum.GetValues<Health>())
        {
            health.ToName().ShouldBe(health.ToString(), StringCompareShould.IgnoreCase);
            HealthNames.TryParse(health.ToName(), out var read).ShouldBeTrue();
            read.ShouldBe(health);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("stopped")]
    public void Other_text_is_not_a_health(string name) => HealthNames.TryParse(name, out _).ShouldBeFalse();

    internal static IEnumerable<string> Constants(Type names) =>
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => field.GetRawConstantValue())
            .OfType<string>();
}
