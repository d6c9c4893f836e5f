using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Http.Access;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>One kind of call that changes something: a store takes it once in a while.</summary>
/// <param name="cooldowns">Keeps the calls apart.</param>
/// <param name="refusals">Counts those that come too soon.</param>
/// <param name="audit">Logs each call and its outcome.</param>
/// <param name="done">What the call before did, for the refusal of one that comes too soon.</param>
internal sealed class ThrottledCall(Cooldowns cooldowns, RefusalLog refusals, AuditLog audit, Func<Store, string> done)
{
    /// <summary>Makes the call, unless it comes too soon. One that the store refuses does not count.</summary>
    /// <param name="store">The store.</param>
    /// <param name="context">The request that is answered.</param>
    /// <param name="call">The call; answers with why the store refuses, or null.</param>
    /// <param name="accepted">The answer where it does not.</param>
    public IResult Make(Store store, HttpContext context, Func<IStoreControl, string?> call, IResult accepted)
    {
        if (!cooldowns.TryBegin(store.Name, out var wait))
        {
            audit.Control(context, store.Name, StatusCodes.Status429TooManyRequests);
            return TooSoon(store, context, wait);
        }

        var refusal = call(store.Control);
        audit.Control(context, store.Name, refusal is null ? StatusCodes.Status202Accepted : StatusCodes.Status409Conflict);
        if (refusal is null) return accepted;
        cooldowns.Forget(store.Name);
        return TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict);
    }

    private ProblemHttpResult TooSoon(Store store, HttpContext context, TimeSpan wait)
    {
        refusals.Note(HttpRefusals.Cooldown, "a call that came too soon after the one before");
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return TypedResults.Problem(
            $"{done(store)} a moment ago. Try again in {seconds} s.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
