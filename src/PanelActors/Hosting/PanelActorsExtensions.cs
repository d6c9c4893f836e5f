using Microsoft.Extensions.Options;
using PanelActors.Configuration;

namespace PanelActors.Hosting;

/// <summary>The only place where the parts are wired together.</summary>
public static class PanelActorsExtensions
{
    /// <summary>Registers everything a daemon with these options needs.</summary>
    /// <param name="builder">The application to be.</param>
    /// <param name="options">Options without faults.</param>
    public static WebApplicationBuilder AddPanelActors(this WebApplicationBuilder builder, PanelActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Options.Create(options));
        return builder;
    }

    /// <summary>Maps everything the daemon answers (contract section 4).</summary>
    public static WebApplication MapPanelActors(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/health/live", () => TypedResults.Ok());
        return app;
    }
}
