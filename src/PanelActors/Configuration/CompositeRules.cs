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
            if (!options.StoreNames.Contains(member)) faults.Add($"{key}:{index}", member, StoreNameRules.OneOf(Possible(composite, options)));
            faults.Require(!composite.Members.Take(index).Contains(member), $"{key}:{index}", member, "each member once");
        }
        faults.Require(!Contains(composite, composite.Name, options), key, string.Join(", ", composite.Members),
            $"members that do not contain {composite.Name} themselves");
    }

    // Neither the composite itself nor one that it is a part of.
    private static IEnumerable<string> Possible(CompositeOptions composite, PanelActorsOptions options) => options.StoreNames.Where(name =>
        name != composite.Name && !options.Composites.Any(other => other.Name == name && Contains(other, composite.Name, options)));

    private static bool Contains(CompositeOptions composite, string name, PanelActorsOptions options)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(composite.Members);
        while (open.TryDequeue(out var member))
        {
            if (member == name)
                return true;
            if (!seen.Add(member))
                continue;
            foreach (var next in options.Composites.Where(other => other.Name == member).SelectMany(other => other.Members))
                open.Enqueue(next);
        }
        return false;
    }
}
