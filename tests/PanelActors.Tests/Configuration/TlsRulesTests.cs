using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public sealed class TlsRulesTests
{
    [Theory]
    [InlineData("Urls=https://127.0.0.1:1;Tls:CertificateFile=c;Tls:KeyFile=k")]
    [InlineData("Urls=https://127.0.0.1:1;Tls:CertificateFile=c;Tls:ClientCaFile=a;Tls:ClientCertificates=Allow")]
    [InlineData("Tls:CertificateFile=c;Tls:ClientCaFile=a")]
    [InlineData("Tls:KeyFile=k", "Tls:KeyFile: 'k' is not allowed; expected a CertificateFile beside it")]
    [InlineData(
        "Tls:ClientCertificates=require;Tls:ClientCaFile=a",
        "Tls:ClientCertificates: 'require' is not allowed; expected none, since Urls has no https address")]
    [InlineData(
        "Urls=https://127.0.0.1:1;Tls:CertificateFile=c;Tls:ClientCertificates=allow",
        "Tls:ClientCaFile: expected the path of a file, since ClientCertificates is allow")]
    [InlineData(
        "Tls:ClientCertificates=maybe", "Tls:ClientCertificates: 'maybe' is not allowed; expected one of none, allow, require")]
    [InlineData("Sources:1:Url=https://h/x;Sources:1:Tls:CaFile=a;Sources:1:Tls:CertificateFile=c;Sources:1:Tls:KeyFile=k")]
    [InlineData("Sources:1:Resync:Url=https://h/x;Sources:1:Tls:CaFile=a")]
    [InlineData("Sources:1:Tls:CaFile=a", "Sources:1:Tls:CaFile: 'a' is not allowed; expected an https Url, or Resync:Url, beside it")]
    [InlineData(
        "Sources:1:Tls:CertificateFile=c", "Sources:1:Tls:CertificateFile: 'c' is not allowed; expected an https Url beside it")]
    [InlineData(
        "Sources:1:Url=https://h/x;Sources:1:Tls:KeyFile=k",
        "Sources:1:Tls:KeyFile: 'k' is not allowed; expected a CertificateFile beside it")]
    public void Keys_that_need_others_say_so(string keys, string? fault = null)
    {
        var changes = keys.Split(';').Select(static key => key.Split('=')).Select(static key => (key[0], (string?)key[1]));
        OptionsValidator.Check(Settings.With([.. changes])).Faults.Select(static found => found.ToString())
            .ShouldBe(fault is null ? [] : [$"PanelActors:{fault}"]);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_found_before_a_start()
    {
        var faults = new FaultList();
        var options = new PanelActorsOptions
        {
            Tls = new() { CertificateFile = "/none/c.pem", ClientCaFile = "/none/ca.pem" },
            Sources =
            [
                new() { Name = "a", Url = "https://h/" },
                new() { Name = "b", Url = "https://h/", Tls = new() { CaFile = "/none/ca.pem", CertificateFile = "/none/c.pem" } },
            ],
        };

        TlsFiles.Read(options.Tls, known: null, faults).ShouldBeNull();
        SourceTlsFiles.Check(options, faults);

        faults.Faults.Select(static fault => fault.Key).ShouldBe(
        [
            "PanelActors:Tls:CertificateFile", "PanelActors:Tls:ClientCaFile", "PanelActors:Sources:1:Tls:CaFile",
            "PanelActors:Sources:1:Tls:CertificateFile",
        ]);
    }

    [Fact]
    public void A_certificate_of_a_client_does_not_serve_and_one_outside_of_its_time_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        using var root = new TestAuthority();
        var end = DateTimeOffset.UtcNow;
        var (server, serverKey) = root.ServerUntil(end).WriteTo(folder, "server");
        var (client, clientKey) = root.Client("CN=wall").WriteTo(folder, "client");
        var faults = new FaultList();

        var files = TlsFiles.Read(new() { CertificateFile = server, KeyFile = serverKey }, known: null, faults).ShouldNotBeNull();
        files.WarningsAt(end.AddHours(1)).ShouldHaveSingleItem()
            .ShouldStartWith("PanelActors:Tls:CertificateFile: the certificate of CN=server has expired on ");
        files.WarningsAt(end.AddDays(-3)).ShouldHaveSingleItem().ShouldContain(" is not valid before ");
        files.WarningsAt(end.AddDays(-1)).ShouldBeEmpty();
        TlsFiles.Read(new() { CertificateFile = server, KeyFile = serverKey }, files.Stamp, faults).ShouldBeNull();
        faults.Faults.ShouldBeEmpty();

        TlsFiles.Read(new() { CertificateFile = client, KeyFile = clientKey }, known: null, faults).ShouldBeNull();
        faults.Faults.ShouldHaveSingleItem().Allowed.ShouldBe("a certificate whose extended key usage includes servers");
    }
}
