namespace PanelActors.Http.Access;

/// <summary>The cookie of a session, below the path that the daemon is served at.</summary>
internal static class SessionCookie
{
    public static void Set(HttpContext context, Sessions sessions, string cookie) =>
        context.Response.Cookies.Append(sessions.CookieName, cookie, OptionsOf(context, Sessions.MaxAge));

    public static void Remove(HttpContext context, Sessions sessions) =>
        context.Response.Cookies.Delete(sessions.CookieName, OptionsOf(context, maxAge: null));

    private static CookieOptions OptionsOf(HttpContext context, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
