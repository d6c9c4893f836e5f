using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Notify;
using PanelActors.Persistence;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The parts of the history.</summary>
internal static class HistoryExtensions
{
    public static IServiceCollection AddHistory(this IServiceCollection services, PanelActorsOptions options)
    {
        // Where nothing is kept, the history is that of this process.
        services.AddSingleton(_ => new HistoryDatabase(
            options.Persistence.Enabled ? StateDatabase.Of(options.Persistence) : StateDatabase.InMemory()));
        services.AddSingleton(options.History);
        services.AddSingleton(provider => provider.GetRequiredService<PanelActorsMetrics>().History);
        services.AddSingleton<HistoryWriter>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton(provider => provider.GetRequiredService<PanelActorsMetrics>().Notify);
        services.AddSingleton(options.Notify);
        services.AddSingleton<Notifier>();
        services.AddSingleton<IReconfigurable>(static provider => provider.GetRequiredService<Notifier>());
        services.AddSingleton<StoreHistories>();
        services.AddSingleton<StoreWatchers>();
        if (!options.Series.Enabled) return services;
        services.AddSingleton(options.Series);
        services.AddSingleton<SeriesBook>();
        services.AddSingleton<KeptSeries>();
        services.AddSingleton<SeriesReader>();
        return services;
    }

    /// <summary>Begins to look at the numbers of all stores, where that is wanted.</summary>
    public static void StartSeries(this IServiceProvider services, ActorSystem system)
    {
        if (services.GetService<SeriesBook>() is not { } book) return;
        var kept = services.GetRequiredService<KeptSeries>();
        services.GetRequiredService<StoreWatchers>().Series = system.ActorOf(Props.Create(() => new SeriesActor(book, kept)), "series");
    }
}
