using Xunit.Abstractions;

[assembly: TestCollectionOrderer("PanelActors.Tests.Support.LongestFirst", "PanelActors.Tests")]

namespace PanelActors.Tests.Support;

/// <summary>Begins with the collections that take longest, so that none of them runs on when all others have ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
        [Http.Page.PageCollection.Name, Http.Page.WaitingPageCollection.Name, nameof(EndToEnd.CrashTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => PlaceOf(collection.DisplayName));

    private static int PlaceOf(string collection) =>
        Array.FindIndex(Longest, name => collection.EndsWith(name, StringComparison.Ordinal)) is var place and >= 0
            ? place
            : Longest.Length;
}
