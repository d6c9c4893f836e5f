using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public sealed class TlsAlertTests
{
    public static TheoryData<string, string?> Errors => new()
    {
        { "error:0A000412:SSL routines::sslv3 alert bad certificate", ConnectionEnds.TlsCertificateRefused.Text },
        { "error:0A000412:SSL routines::ssl/tls alert bad certificate", ConnectionEnds.TlsCertificateRefused.Text },
        { "error:0A000415:SSL routines::sslv3 alert certificate expired", ConnectionEnds.TlsCertificateRefused.Text },
        { "error:0A000418:SSL routines::tlsv1 alert unknown ca", ConnectionEnds.TlsCertificateRefused.Text },
        { "error:0A00045C:SSL routines::tlsv13 alert certificate required", ConnectionEnds.TlsCertificateWanted.Text },
        { "error:0A000410:SSL routines::sslv3 alert handshake failure", ConnectionEnds.TlsHandshakeRefused.Text },
        { "error:0A00042E:SSL routines::tlsv1 alert protocol version", ConnectionEnds.TlsHandshakeRefused.Text },
        { "error:0A000438:SSL routines::tlsv1 alert internal error", null },
        { "error:0A00010B:SSL routines::wrong version number", null },
        { "The operation timed out.", null },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_alert_is_known_by_its_number_however_deep_it_lies(string error, string? text) =>
        (TlsAlert.Of(new IOException("Read failed.", new IOException("Decrypt failed.", new InvalidDataException(error))))?.Text)
            .ShouldBe(text);
}
