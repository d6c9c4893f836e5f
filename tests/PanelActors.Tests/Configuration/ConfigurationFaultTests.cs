using PanelActors.Configuration;


namespace PanelActors.Tests.Configuration;

public class ConfigurationFaultTests
{
    [Fact]
    public void It_reads_as_one_line() =>
        new ConfigurationFault("PanelActors:Sources:0:Url", "foo", "an absolute http or https URL, simulator:, or replay:FILE").ToString()
            .ShouldBe(
                "PanelActors:Sources:0:Url: 'foo' is not allowed; expected an absolute http or https URL, simulator:, or replay:FILE");

    [Fact]
    public void Control_characters_and_long_values_cannot_spoil_the_line()
    {
        var line = new ConfigurationFault("Key", "a\r\nb\u001b[31m" + new string('x', 1000), "less").ToString();

        line.ShouldStartWith("Key: 'a??b?[31mxxx");
        line.ShouldEndWith("x…' is not allowed; expected less");
        line.Length.ShouldBeLessThan(250);
    }
}
