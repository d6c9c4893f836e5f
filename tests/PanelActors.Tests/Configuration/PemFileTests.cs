using System.Security.Cryptography;
using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public sealed class PemFileTests : IDisposable
{
    private const string WrongKey = "the private key (RSA or ECDSA) of the first certificate in CertificateFile";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_certificate_is_read_with_its_key(bool isRsa)
    {
        var made = isRsa ? _root.ServerWithRsaKey() : _root.Server();
        var (pair, fault) = Read(made.Certificate, made.Key);

        fault.ShouldBeNull();
        pair.ShouldNotBeNull().Certificate.HasPrivateKey.ShouldBeTrue();
        (pair.MayServe(CertificatePair.ServerUsage), pair.MayServe(CertificatePair.ClientUsage)).ShouldBe((true, false));
    }

    [Fact]
    public void The_key_may_be_in_the_file_of_the_certificate_in_its_older_form_too()
    {
        using var key = ECDsa.Create();
        var made = _root.Server();
        key.ImportFromPem(made.Key);

        const string Parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        Read($"{Parameters}{key.ExportECPrivateKeyPem()}\n{made.Certificate}", null)
            .Pair.ShouldNotBeNull().Certificate.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void What_follows_the_certificate_is_what_it_needs_to_lead_to_its_root()
    {
        using var between = new TestAuthority("Between", _root);
        var made = between.Server();

        Read(made.Certificate, made.Key).Pair.ShouldNotBeNull().Between.ShouldHaveSingleItem().Subject.ShouldBe("CN=Between");
    }

    [Fact]
    public void What_cannot_be_used_is_said_without_what_the_file_holds()
    {
        var made = _root.Server();
        using var key = ECDsa.Create();
        key.ImportFromPem(made.Key);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("pw", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
        const string OlderEncrypted = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
            + "DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----";
        var cases = new (string Certificate, string? Key, string File, string Allowed)[]
        {
            ("", made.Key, "c.pem", "certificates in PEM"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", made.Key, "c.pem", "certificates in PEM"),
            (made.Certificate, null, "c.pem", "a private key in PEM"),
            (made.Certificate, "", "k.pem", "a private key in PEM"),
            (made.Certificate, made.Certificate, "k.pem", "a private key in PEM"),
            (made.Certificate, encrypted, "k.pem", "a private key in PEM that no passphrase encrypts"),
            (made.Certificate, OlderEncrypted, "k.pem", "a private key in PEM that no passphrase encrypts"),
            (made.Certificate, _root.Server().Key, "k.pem", WrongKey),
            (made.Certificate, _root.ServerWithRsaKey().Key, "k.pem", WrongKey),
            (made.Certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "k.pem", WrongKey),
        };
        foreach (var (certificate, privateKey, file, allowed) in cases)
        {
            var (pair, fault) = Read(certificate, privateKey);
            pair.ShouldBeNull();
            fault.ShouldBe($"Tls:{(file == "c.pem" ? "CertificateFile" : "KeyFile")}: "
                + $"'{Path.Combine(_folder.Path, file)}' is not allowed; expected {allowed}");
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_fault_that_says_why()
    {
        var faults = new FaultList();
        PemFile.Read(Path.Combine(_folder.Path, "none.pem"), "Tls:CertificateFile", faults).ShouldBeNull();
        PemFile.Read(_folder.Path, "Tls:KeyFile", faults).ShouldBeNull();
        PemFile.Read(_folder.Write("large.pem", new string('x', 1024 * 1024 + 1)), "Tls:ClientCaFile", faults).ShouldBeNull();

        faults.Faults.Select(static fault => fault.Allowed).ShouldBe(
        [
            $"a file that can be read (Could not find file '{_folder.Path}/none.pem'.)",
            "a file that can be read (It is a folder.)",
            "a file that can be read (It is larger than 1024 KiB.)",
        ]);
    }

    [Fact]
    public void The_stamp_changes_with_the_content()
    {
        var faults = new FaultList();
        string StampOf(string text) => PemFile.Read(_folder.Write("x.pem", text), "Tls:KeyFile", faults)!.Stamp;

        StampOf("a").ShouldBe(StampOf("a"));
        StampOf("a").ShouldNotBe(StampOf("b"));
    }

    private (CertificatePair? Pair, string? Fault) Read(string certificate, string? key)
    {
        var faults = new FaultList();
        var file = PemFile.Read(_folder.Write("c.pem", certificate), "Tls:CertificateFile", faults)!;
        var keyFile = key is null ? null : PemFile.Read(_folder.Write("k.pem", key), "Tls:KeyFile", faults);
        return (file.ReadPair(keyFile, faults), faults.Faults.SingleOrDefault()?.ToString());
    }
}
