using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>Counts and logs what the web server refuses before it becomes a request, since it is not valid HTTP.</summary>
internal sealed class BadRequestObserver(RefusalLog refusals) : IObserver<KeyValuePair<string, object?>>
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public IDisposable Observe(DiagnosticListener server) => server.Subscribe(this, static name => name == Event);

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features && features.Get<ClientFaults.Noted>() is null
            && features.Get<IBadRequestExceptionFeature>()?.Error is { } error)
        {
            refusals.Note(HttpRefusals.BadRequest, $"bytes that are not valid HTTP: {LogText.Printable(error.Message)}");
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        // The server ends with the daemon.
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        // It reports none.
    }
}
