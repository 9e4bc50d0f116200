using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Mapping.Checks.Rows;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Customers: what their limits and holds mean, and whether the list looks like one.</summary>
internal sealed class CustomerWatch(CustomerMapping mapping, CheckedLedger ledger) : RecordWatch<ErpCustomerRecord>
{
    private const int EnoughToJudge = 10;
    private readonly long[] _shapes = new long[4];
    private readonly Tallies _limits = new();
    private readonly Dictionary<int, string> _byName = [];
    private readonly Names _sameName = new();
    private readonly SharedIdentifiers _sharedIdentifiers = new();
    private readonly Names _damaged = new(3);
    private Money? _oneLimit;
    private bool _limitsDiffer;
    private long _held;
    private long _free;

    public override IReadOnlyList<Teller<ErpCustomerRecord>> Tellers { get; } =
    [
        new("no credit", c => c.Limit.Kind == CreditLimitKind.None ? 0 : null),
        new("on hold", c => c.OnHold == true ? 0 : null),
        new("largest limit", c => c.Limit.TryGetAmount(out var amount) ? amount.Amount : null),
        new("limit not set", c => c.Limit.Kind == CreditLimitKind.NotSet ? 0 : null),
        new("unlimited", c => c.Limit.Kind == CreditLimitKind.Unlimited ? 0 : null),
        new("with a parent", c => c.Parent is null ? null : 0),
    ];

    public override void See(ErpCustomerRecord record, SourceRow row)
    {
        ledger.SeeCustomer(record, mapping, row);
        if (mapping.Limit.Origin.IsMapped)
            _shapes[(int)mapping.ShapeOfLimit(row)]++;
        if (record.Limit.TryGetAmount(out var limit))
        {
            _limits.Add(limit);
            _limitsDiffer |= _oneLimit is { } one && one != limit;
            _oneLimit ??= limit;
        }

        _held += record.OnHold == true ? 1 : 0;
        _free += record.OnHold == false ? 1 : 0;
        if (DamagedText.IsIn(record.Name))
            _damaged.Add(() => $"'{record.Name}' ({record.Customer})");
        _sharedIdentifiers.See(record);
        var name = HashCode.Combine(record.Customer.Company, record.Name.Trim().ToUpperInvariant());
        if (!_byName.TryAdd(name, record.Customer.Number))
            _sameName.Add(() => $"'{record.Name}' ({_byName[name]} and {record.Customer.Number})");
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count) => [.. OfLimits(count.Read), .. OfHolds(count.Read), .. OfNames(), .. _sharedIdentifiers.Findings()];

    private IEnumerable<CheckFinding> OfLimits(int all)
    {
        if (mapping.Limit is not { Origin.IsMapped: true } limit)
        {
            yield return new CheckFinding("customers.limit", CheckStatus.Warning, "No limit is mapped: every limit counts as not set.", "Map 'limit' if the ERP holds credit limits.");
            yield break;
        }

        long Of(LimitShape shape) => _shapes[(int)shape];
        yield return Meaning("customers.limit.zero", "Zero limit", limit.Zero, Of(LimitShape.Zero), all);
        yield return Meaning("customers.limit.null", "Empty limit", limit.Null, Of(LimitShape.Null), all);
        if (limit.UnlimitedTexts.Count > 0)
            yield return Meaning("customers.limit.unlimited", $"A limit of {string.Join(" or ", limit.UnlimitedTexts.Take(3))}", CreditLimit.Unlimited, Of(LimitShape.Unlimited), all);
        if (Of(LimitShape.Amount) > 0)
        {
            yield return new CheckFinding("customers.limits", CheckStatus.Ok, $"{Figures.Of(Of(LimitShape.Amount))} of {Figures.Count(all, "customer")} have an amount as their limit.")
            {
                Table = _limits.Table("Limits"),
            };
        }

        foreach (var (shape, what) in new[] { (LimitShape.Zero, "zero"), (LimitShape.Null, "empty"), (LimitShape.Unlimited, "unlimited") })
        {
            if (all >= EnoughToJudge && Of(shape) == all)
            {
                yield return new CheckFinding("customers.limits", CheckStatus.Warning, $"The limit of every one of {Figures.Count(all, "customer")} is {what}.",
                    "Look whether 'limit' names the right column; where an ERP keeps limits by credit group or credit account, they stand in another table.");
            }
        }

        if (!_limitsDiffer && _oneLimit is { } same && Of(LimitShape.Amount) == all && all >= EnoughToJudge)
            yield return new CheckFinding("customers.limits", CheckStatus.Warning, $"Every one of {Figures.Count(all, "customer")} has the same limit, {same.ToDisplay()}.", "Look whether 'limit' names the customer's own limit, or a default that nobody has changed.");
        foreach (var (currency, tally) in _limits.All.Where(l => IsOfNines(l.Tally.Largest)))
        {
            yield return CheckFinding.Question("customers.limits.nines", $"The largest limit in {currency} is {Figures.Of(tally.Largest)}; is that an amount, or how the ERP writes that there is no ceiling?",
                $"For no ceiling write 'unlimited: [\"{tally.Largest.ToString("0.##", CultureInfo.InvariantCulture)}\"]' at 'limit' in the mapping.");
        }

        foreach (var (currency, tally) in _limits.All.Where(l => l.Tally.Count >= EnoughToJudge && l.Tally.Median < 100))
            yield return new CheckFinding("customers.limits", CheckStatus.Warning, $"Half of the limits in {currency} are below {Figures.Of(Math.Max(tally.Median, 1))}; they may be in thousands.", "Look at a customer in the ERP, and declare the scale of 'limit' if it is so.");
    }

    // 999999 or 99999999.99: what fills a column.
    private static bool IsOfNines(decimal limit) => limit >= 99_999m && limit.ToString("0.##", CultureInfo.InvariantCulture).All(c => c is '9' or '.');

    private static CheckFinding Meaning(string subject, string what, CreditLimit meaning, long count, int all)
    {
        if (count == 0)
            return CheckFinding.Ok(subject, $"{what} means {meaning.ToDisplay()}: none of {Figures.Count(all, "customer")}.");
        var effect = meaning.Kind switch
        {
            CreditLimitKind.None => "would have no credit",
            CreditLimitKind.Unlimited => "would have credit without a ceiling",
            _ => "would count as customers whose limit nobody has decided",
        };
        return CheckFinding.Question(subject, $"{what} means {meaning.ToDisplay()}: {Figures.Of(count)} of {Figures.Count(all, "customer")} {effect}; is that so?");
    }

    private IEnumerable<CheckFinding> OfHolds(int all)
    {
        if (!mapping.Hold.Origin.IsMapped)
            yield break;
        if (all >= EnoughToJudge && _held == all)
            yield return new CheckFinding("customers.hold", CheckStatus.Warning, $"Every one of {Figures.Count(all, "customer")} is on hold.", "Probably 'yes:' and 'no:' of 'hold' are the wrong way round, or the column is another.");
        else if (all >= EnoughToJudge * 5 && _held == 0)
            yield return CheckFinding.Question("customers.hold", $"Not one of {Figures.Count(all, "customer")} is on hold; is that so?", "If some are on hold in the ERP, 'hold' names another column.");
        else
            yield return CheckFinding.Question("customers.hold", $"{Figures.Of(_held)} of {Figures.Count(all, "customer")} would be on hold, {Figures.Of(_free)} not; is that so?");
    }

    private IEnumerable<CheckFinding> OfNames()
    {
        if (_sameName.Count > 0)
        {
            yield return new CheckFinding("customers.names", CheckStatus.Warning, $"{Figures.Count(_sameName.Count, "customer")} {Figures.Verb(_sameName.Count, "has", "have")} the name of another one in the same company: {_sameName}.",
                "Usually duplicates, or addresses that are no debtors of their own: each counts with its own limit.");
        }

        if (_damaged.Count > 0)
        {
            yield return new CheckFinding("customers.names", CheckStatus.Warning, $"{Figures.Count(_damaged.Count, "name")} {Figures.Verb(_damaged.Count, "was", "were")} read with a wrong encoding, here or on the way: {_damaged}.",
                "Declare the right 'encoding:' below 'read:', or look how the system exports its texts.");
        }
    }
}
