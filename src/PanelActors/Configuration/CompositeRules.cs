namespace PanelActors.Configuration;

/// <summary>What composites may be made of.</summary>
internal static class CompositeRules
{
    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        foreach (var (index, composite) in options.Composites.Index())
        {
            var key = $"{PanelActorsOptions.Section}:{nameof(options.Composites)}:{index}";
            CheckMembers(composite, options, $"{key}:{nameof(composite.Members)}", faults);
            RangeRules.Check(composite, key, faults);
            if (composite.Health.Kind == HealthRuleKind.Quorum && !faults.Has($"{key}:{nameof(composite.Members)}"))
            {
                faults.Require(composite.Health.Quorum <= composite.Members.Count, $"{key}:{nameof(composite.Health)}", composite.Health.ToString(),
                    $"a quorum of at most its {composite.Members.Count} members");
            }
        }
    }

    private static void CheckMembers(CompositeOptions composite, PanelActorsOptions options, string key, FaultList faults)
    {
        faults.Require(composite.Members.Count > 0, key, null, "at least one member");
        foreach (var (index, member) in composite.Members.Index())
        {
            if (!options.HasStore(member)) faults.Add($"{key}:{index}", member.Text, StoreNameRules.OneOf(Possible(composite, options)));
            faults.Require(!composite.Members.Take(index).Any(member.IsSpelledAs), $"{key}:{index}", member.Text, "each member once");
        }
        faults.Require(
            !Contains(composite, composite.Name, options), key, string.Join(", ", composite.Members.Select(static member => member.Text)),
            $"members that do not contain {composite.Name} themselves");
    }

    // Neither the composite itself nor one that it is a part of.
    private static IEnumerable<StoreName> Possible(CompositeOptions composite, PanelActorsOptions options) =>
        options.StoreNames.Where(name => !name.IsSpelledAs(composite.Name) && !options.Composites.Any(other =>
            other.Name.IsSpelledAs(name) && Contains(other, composite.Name, options)));

    private static bool Contains(CompositeOptions composite, StoreName name, PanelActorsOptions options)
    {
        var seen = new HashSet<StoreName>(StoreName.BySpelling);
        var open = new Queue<StoreName>(composite.Members);
        while (open.TryDequeue(out var member))
        {
            if (member.IsSpelledAs(name))
                return true;
            if (!seen.Add(member))
                continue;
            foreach (var next in options.Composites.Where(other => other.Name.IsSpelledAs(member)).SelectMany(other => other.Members))
                open.Enqueue(next);
        }
        return false;
    }
}
