using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.CreditFiles;

/// <summary>What the accounts of one group owe, for the files of all of them: summed once, however many of them are evaluated.</summary>
/// <param name="topKey">Key of the top account.</param>
internal sealed class GroupLedger(string topKey)
{
    private readonly SortedDictionary<string, MemberLedger> _members = new(StringComparer.Ordinal);
    private Dictionary<string, GroupMember>? _whole;
    private bool _hasShared;

    /// <summary>Exceptions of any member that are meant for the whole group.</summary>
    public IReadOnlyList<OverrideRecord> Overrides { get; private set; } = [];

    public void Add(MemberLedger member) => _members[member.Key] = member;

    /// <summary>Takes stock when all members have been added.</summary>
    public GroupLedger Close()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var customer in _members.Values.SelectMany(m => m.Customers))
            _hasShared |= !seen.Add(customer);
        if (!_hasShared)
            _whole = _members.ToDictionary(m => m.Key, m => m.Value.ToMember(), StringComparer.Ordinal);
        Overrides = [.. _members.Values.SelectMany(m => m.GroupOverrides).OrderBy(o => o.Key, StringComparer.Ordinal)];
        return this;
    }

    /// <summary>The group as one of its accounts sees it.</summary>
    public GroupStanding StandingOf(string accountKey)
    {
        var top = _members.GetValueOrDefault(topKey);
        return new GroupStanding(topKey, top?.Name ?? topKey, Others(accountKey)) { TopLimits = top?.Limits() ?? [], IsTop = accountKey == topKey };
    }

    private List<GroupMember> Others(string accountKey)
    {
        var others = new List<GroupMember>(_members.Count);
        // A customer that several accounts claim is owed once: by the account itself, else by the first that claims it.
        var counted = _hasShared && _members.TryGetValue(accountKey, out var own) ? own.Customers.ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, member) in _members)
        {
            if (key == accountKey)
                continue;
            others.Add(_whole is null ? member.ToMember(counted) : _whole[key]);
            if (_whole is null)
                counted.UnionWith(member.Customers);
        }

        return others;
    }
}
