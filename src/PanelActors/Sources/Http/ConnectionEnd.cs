namespace PanelActors.Sources.Http;

/// <summary>Why a connection ended, or never began, and what follows. <see cref="ConnectionEnds"/> lists them all.</summary>
/// <param name="Reason">A machine word of bounded cardinality, fit for a metric label: <c>http_503</c>, <c>tls</c>.</param>
/// <param name="Text">One line for people. Never holds a header's value, a query string or credentials.</param>
/// <param name="Retry">What follows.</param>
/// <param name="After">The shortest wait that the upstream asked for, zero to <see cref="ResponseRules.MaxRetryAfter"/>.</param>
internal sealed record ConnectionEnd(string Reason, string Text, Retry Retry = Retry.WithBackoff, TimeSpan? After = null);
