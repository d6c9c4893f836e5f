using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Http.Access;

/// <summary>
/// Finds out who makes a request: by what its headers show, else by the page's session, else by its certificate; else it is anonymous.
/// For any thread.
/// </summary>
internal sealed class Authenticator(
    AccessControl control, Sessions sessions, TokenCheck tokens, CertificateCheck certificates, TimeProvider time)
{
    /// <summary>Decides at once, where neither a token nor a certificate has to be verified.</summary>
    /// <returns>The principal, or why the credential is refused, or neither, where <see cref="VerifyAsync"/> has to be asked.</returns>
    public Authentication TryDecide(HttpContext context)
    {
        var table = control.Current;
        if (table.IsOpen) return new(table.Anonymous);
        var request = context.Request;
        var shown = ShownCredential.Read(request.Headers);
        if (shown.IsAmbiguous) return new(AccessRefusal.Ambiguous);
        if (shown.Text is { } text)
        {
            if (table.FindKey(KeyHash.Of(text)) is { } holder) return new(holder);
            return table.Tokens is not null && TokenCheck.IsToken(text) ? default : new(AccessRefusal.Key);
        }

        if (sessions.CookieOf(request) is { } cookie)
            return sessions.Find(cookie, table, time.GetUtcNow()) is { } member ? new(member) : new(AccessRefusal.Session);
        return table.Certificates is not null && CertificateOf(context) is not null ? default : new(table.Anonymous);
    }

    /// <summary>Decides about the rest: by a token, or a certificate.</summary>
    public async Task<Authentication> VerifyAsync(HttpContext context)
    {
        if (TryDecide(context) is { IsDecided: true } decided) return decided;
        var table = control.Current;
        if (ShownCredential.Read(context.Request.Headers).Text is { } text)
        {
            return table.Tokens is { } trust ? await tokens.CheckAsync(context, trust, text, KeyHash.Of(text)) : new(AccessRefusal.Key);
        }

        return table.Certificates is { } accepted && CertificateOf(context) is { } certificate
            ? await certificates.CheckAsync(context, accepted, certificate, table.Anonymous)
            : new(table.Anonymous);
    }

    private static X509Certificate2? CertificateOf(HttpContext context) =>
        context.Request.IsHttps ? context.Connection.ClientCertificate : null;
}

/// <summary>Who makes a request, or why its credential is refused; neither while that is not decided.</summary>
internal readonly struct Authentication
{
    public Authentication(AccessPrincipal principal) => Principal = principal;

    public Authentication(AccessRefusal refusal) => Refusal = refusal;

    public AccessPrincipal? Principal { get; }

    public AccessRefusal? Refusal { get; }

    public bool IsDecided => Principal is not null || Refusal is not null;
}
