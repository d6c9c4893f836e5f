namespace PanelActors.Configuration;

/// <summary>What composites may be made of.</summary>
internal static class CompositeRules
{
    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        foreach (var (index, composite) in options.Composites.Index())
        {
            var key = $"{PanelActorsOptions.Section}:{nameof(options.Composites)}:{index}";
            var (members, health) = (composite.Members, composite.Health);
            var membersKey = $"{key}:{nameof(composite.Members)}";
            CheckMembers(composite, options, membersKey, faults);
            RangeRules.Check(composite, key, faults);
            if (health.Kind == HealthRuleKind.Quorum && !faults.Has(membersKey))
            {
                faults.Require(health.Quorum <= members.Count, $"{key}:{nameof(composite.Health)}", health.ToString(),
                    $"a quorum of at most its {members.Count} members");
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
