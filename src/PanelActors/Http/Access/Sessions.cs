using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// The sessions of the web page (specification 8.14). A session is its cookie: a key's hash, when it began and who it is, signed and
/// encrypted by ASP.NET Core's data protection. It is valid for as long as its key is, and for twelve hours at most. For any thread.
/// </summary>
/// <param name="folder">Where the keys that sign sessions are kept; null to keep them in memory alone.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where is logged what cannot be kept.</param>
internal sealed class Sessions(string? folder, TimeProvider time, ILogger<Sessions> log)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);

    private const string Purpose = "PanelActors.Session.v1";
    private const string EndedFile = "ended-sessions";
    private const int BegunAt = 16;
    private const int KeyAt = BegunAt + sizeof(long);
    private const int Size = KeyAt + KeyHash.Size;

    private readonly VerifiedCredentials _verified = new();
    private readonly EndedSessions _ended = new(folder is null ? null : Path.Combine(folder, EndedFile));
    private readonly Lazy<IDataProtector> _protector = new(() => ProviderOf(folder).CreateProtector(Purpose));

    /// <summary>
    /// The name of the cookie. Browsers send cookies to every port of a host: daemons on one machine have names of their own.
    /// </summary>
    public string CookieName { get; } = $"panelactors-session-{Suffix(folder)}";

    public string? CookieOf(HttpRequest request) => request.Cookies.TryGetValue(CookieName, out var cookie) ? cookie : null;

    /// <summary>Begins a session of a key's holder.</summary>
    /// <returns>The value of its cookie, and who makes requests with it.</returns>
    /// <exception cref="CryptographicException">The keys that sign sessions cannot be had.</exception>
    public (string Cookie, AccessPrincipal Member) Begin(AccessPrincipal holder)
    {
        var (session, begun) = (Guid.NewGuid(), time.GetUtcNow());
        var content = new byte[Size];
        session.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(BegunAt), begun.ToUnixTimeMilliseconds());
        Convert.FromHexString(holder.Key!.Value.ToHex()).CopyTo(content, KeyAt);
        return (Base64Url.EncodeToString(_protector.Value.Protect(content)), holder.In(session, begun + MaxAge));
    }

    /// <summary>Who makes requests with a cookie; null where it is forged, of another daemon, or its session has ended.</summary>
    public AccessPrincipal? Find(string cookie, AccessTable table, DateTimeOffset now)
    {
        var hash = KeyHash.Of(cookie);
        if (_verified.Find(hash) is { } known) return IsValid(known, table, now) ? known : null;
        if (Read(cookie) is not { } content) return null;
        var begun = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(BegunAt)));
        if (table.FindKey(new KeyHash(content.AsSpan(KeyAt))) is not { } holder) return null;
        var member = holder.In(new Guid(content.AsSpan(0, BegunAt)), begun + MaxAge);
        if (!IsValid(member, table, now)) return null;
        _verified.Add(hash, member);
        return member;
    }

    /// <summary>Whether what was accepted before by way of a session has not been logged out since.</summary>
    public bool IsEnded(AccessPrincipal member) =>
        member is { Session: { } session, Expires: { } expires } && _ended.Contains(session, expires - MaxAge);

    /// <summary>Logs out.</summary>
    public void End(AccessPrincipal member)
    {
        if (member is not { Session: { } session, Expires: { } expires }) return;
        try
        {
            _ended.Add(session, expires, time.GetUtcNow());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("That a session has ended cannot be kept for the next start: {Fault:l}", LogText.Line(fault.Message));
        }
    }

    private bool IsValid(AccessPrincipal member, AccessTable table, DateTimeOffset now) => table.Confirms(member, now) && !IsEnded(member);

    private byte[]? Read(string cookie)
    {
        // Far longer than any of ours.
        if (cookie.Length > 1024) return null;
        try
        {
            return _protector.Value.Unprotect(Base64Url.DecodeFromChars(cookie)) is { Length: Size } content ? content : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The keys that sign sessions cannot be read: {Fault:l}", LogText.Line(fault.Message));
            return null;
        }
    }

    private static IDataProtectionProvider ProviderOf(string? folder) => folder is null
        ? new EphemeralDataProtectionProvider()
        : DataProtectionProvider.Create(new DirectoryInfo(folder), static setup => setup.SetApplicationName(Purpose));

    private static string Suffix(string? folder) =>
        KeyHash.Of(folder is null ? Guid.NewGuid().ToString() : $"{Environment.MachineName}:{Path.GetFullPath(folder)}").ToHex()[..8];
}
