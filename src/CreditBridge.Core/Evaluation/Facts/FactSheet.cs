using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// A credit file prepared for evaluation: one currency, amounts within bounds, items sorted into what is owed and what is credited. The inputs are read from here.
/// What could not be used is named in <see cref="Warnings"/>; <see cref="IsComplete"/> tells whether the exposure can be relied upon.
/// </summary>
public sealed class FactSheet
{
    private readonly List<OpenItem> _owed;
    private readonly List<PaidItem> _paid;
    private readonly List<string> _warnings = [];
    private readonly ReceivablesPolicy _policy;
    private readonly PaymentsPolicy _paymentsPolicy;
    private PaymentFigures? _payments;
    private AgingFigures? _aging;
    private SalesFigures? _sales;
    private BalanceHistory? _balances;
    private StatementFigures? _statement;
    private readonly CurrencyCode _pivot;
    private readonly decimal _smallAmount;
    private decimal _dueCredits;

    /// <summary>Prepares a file.</summary>
    /// <param name="file">The file, its lists in order.</param>
    /// <param name="policy">Says what counts, and which currency stands in for an account without one.</param>
    public FactSheet(CreditFile file, CreditPolicy policy)
    {
        File = file;
        _owed = new List<OpenItem>(file.OpenItems.Count);
        _paid = new List<PaidItem>(file.Payments.Count);
        Time = new Horizon(file.AsOf);
        Currency = file.Account.Currency ?? policy.Currency;
        Rates = new ExchangeRates(file.Rates, policy.Currency, Time);
        _pivot = policy.Currency;
        _policy = policy.Receivables;
        _paymentsPolicy = policy.Payments;
        _smallAmount = Rates.Convert(_policy.IgnoreUpTo, policy.Currency, Currency) ?? 0m;
        foreach (var item in file.OpenItems)
            Take(item);
        CoverOldest();
        foreach (var item in _owed)
            TakePastDue(item);
        TakePayments(file.Payments);
        TakeCustomers(new CustomerFigures(file.Customers, policy.Customers));
        WarnAboutCustomers(file);
        Untold = UnreadableRecordsOfFile.AmountsOf(file);
        Contradictions = StatedBalances.Contradictions(file);
        foreach (var contradiction in Contradictions ?? [])
            Warn($"Customer {contradiction.Customer}: {contradiction.What} Nobody can tell which of the two is right.");
    }

    /// <summary>The file behind the sheet.</summary>
    public CreditFile File { get; }

    /// <summary>The business date, which remembers what was asked of it.</summary>
    public Horizon Time { get; }

    /// <summary>Currency of every amount on the sheet.</summary>
    public CurrencyCode Currency { get; }

    /// <summary>Open invoices and debit notes.</summary>
    public decimal OpenReceivables { get; private set; }

    /// <summary>Number of open invoices and debit notes.</summary>
    public int OpenInvoiceCount => _owed.Count;

    /// <summary>Of these, what is past due under the policy.</summary>
    public decimal PastDue { get; private set; }

    /// <summary>Days by which the oldest of the past-due items is past its due date; 0 when none is.</summary>
    public int OldestPastDueDays { get; private set; }

    /// <summary>Of the open receivables, what the customer disputes.</summary>
    public decimal Disputed { get; private set; }

    /// <summary>Of the past-due items, what the customer disputes; zero unless the policy calls disputed items past due.</summary>
    public decimal DisputedPastDue { get; private set; }

    /// <summary>Credit notes and unapplied cash; zero or negative.</summary>
    public decimal Credits { get; private set; }

    /// <summary>The ERP customers' limits together, by the policy's section "customers".</summary>
    public CreditLimit ErpLimit { get; private set; }

    /// <summary>Whether an ERP has the account on hold; null when none keeps such a mark.</summary>
    public bool? ErpHold { get; private set; }

    /// <summary>The terms agreed with the customers; null when none is known.</summary>
    public PaymentTerms? AgreedTerms { get; private set; }

    /// <summary>First day on which this was a customer; null when unknown.</summary>
    public DateOnly? CustomerSince { get; private set; }

    /// <summary>Groups with an amount in them that no exchange rate leads from: what is made of them is unknown, and not what the other amounts come to.</summary>
    internal AmountGroups Unconverted { get; private set; }

    /// <summary>Groups that lack an amount because a record could not be read.</summary>
    internal AmountGroups Untold { get; }

    /// <summary>Groups whose figures are unknown, for either reason.</summary>
    internal AmountGroups Unknown => Unconverted | Untold;

    /// <summary>Customers whose open items do not add up to the balance that their ERP gives; null when there is none.</summary>
    internal IReadOnlyList<BalanceContradiction>? Contradictions { get; }

    /// <summary>Whether every amount could be taken into account; otherwise what is left of the limit cannot be told.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>What a person should know about the quality of the answer.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What to do about an exchange rate that is not there.</summary>
    internal const string RatesStep = "Add 'rates:' to a mapping, or the rate to the list that delivers them.";

    internal IReadOnlyList<OpenItem> Owed => _owed;

    internal IReadOnlyList<PaidItem> Paid => _paid;

    internal ExchangeRates Rates { get; }

    internal PaymentFigures Payments => _payments ??= new PaymentFigures(this, _paymentsPolicy);

    internal AgingFigures Aging => _aging ??= new AgingFigures(this, _policy);

    internal SalesFigures Sales => _sales ??= new SalesFigures(this, _paymentsPolicy);

    internal BalanceHistory Balances => _balances ??= new BalanceHistory(this);

    internal StatementFigures Statement => _statement ??= new StatementFigures(this);

    /// <summary>Of the credits, what lies in credit notes; zero or negative.</summary>
    internal decimal CreditNotes { get; private set; }

    /// <summary>Adds a warning.</summary>
    internal void Warn(string warning) => _warnings.Add(warning);

    /// <summary>Adds a warning about an amount that is missing from the picture.</summary>
    internal void WarnIncomplete(string warning)
    {
        IsComplete = false;
        _warnings.Add(warning);
    }

    /// <summary>An amount that counts could not be taken into account, and a warning said so.</summary>
    internal void IsMissingAmounts() => IsComplete = false;

    /// <summary>An amount of these groups could not be converted.</summary>
    /// <param name="groups">The groups that it belongs to.</param>
    /// <param name="counts">Whether the exposure, or the limit, is made of it.</param>
    internal void IsMissingAmounts(AmountGroups groups, bool counts)
    {
        Unconverted |= groups;
        IsComplete &= !counts;
    }

    private void Take(ReceivableRecord item)
    {
        var isCredit = item.Type is DocumentType.CreditNote or DocumentType.UnappliedCash;
        if (InCurrency(item.OpenAmount, "Open item", item.Document) is not { } amount)
        {
            TakeUnconverted(item, isCredit);
            return;
        }

        if (isCredit && amount > 0m)
            Warn($"Open item {item.Document} is a credit and yet owed by the customer ({new Money(amount, Currency).ToDisplay()}): check the sign in the ERP mapping. It counts as owed, never as past due.");
        if (amount <= 0m)
        {
            Credits += amount;
            CreditNotes += item.Type == DocumentType.UnappliedCash ? 0m : amount;
            if (_policy.CreditsReducePastDue && Time.IsOver(Bounded.AddDays(item.DueOn, _policy.PastDueAfterDays)))
                _dueCredits -= amount;
            return;
        }

        var original = item.OriginalAmount is { } issued ? InCurrency(issued, null) ?? amount : amount;
        var canBePastDue = !isCredit && amount > _smallAmount && !(item.Disputed && !_policy.DisputedIsPastDue);
        var open = new OpenItem(item.Document, item.IssuedOn, item.DueOn, amount, Math.Max(original, 0m), item.Disputed, canBePastDue) { PromisedOn = item.PromisedOn };
        _owed.Add(open);
        OpenReceivables += amount;
        if (item.Disputed)
            Disputed += amount;
    }

    // Whose item it is, how long it has been due and whether it is disputed need no rate: only sums do.
    private void TakeUnconverted(ReceivableRecord item, bool isCredit)
    {
        if (item.OpenAmount.Amount < 0m)
        {
            var reduces = _policy.CreditsReducePastDue && Time.IsOver(Bounded.AddDays(item.DueOn, _policy.PastDueAfterDays));
            IsMissingAmounts(AmountGroups.Credits | (reduces ? AmountGroups.PastDue : AmountGroups.None), counts: true);
            return;
        }

        var isSmall = item.OpenAmount.Amount <= (Rates.ConvertQuietly(_policy.IgnoreUpTo, _pivot, item.OpenAmount.Currency) ?? 0m);
        var canBePastDue = !isCredit && !isSmall && !(item.Disputed && !_policy.DisputedIsPastDue);
        var open = new OpenItem(item.Document, item.IssuedOn, item.DueOn, 0m, 0m, item.Disputed, canBePastDue) { PromisedOn = item.PromisedOn, IsUnconverted = true };
        _owed.Add(open);
        IsMissingAmounts(AmountGroups.Owed | (item.Disputed ? AmountGroups.Disputed : AmountGroups.None) | (IsPastDue(open) ? AmountGroups.PastDue : AmountGroups.None), counts: true);
    }

    // Credits whose own day is over stand against what has been due for longest, as a payment would that nobody has assigned yet.
    private void CoverOldest()
    {
        if (_dueCredits <= 0m)
            return;
        var places = Enumerable.Range(0, _owed.Count).Where(i => IsPastDue(_owed[i])).OrderBy(i => _owed[i].DueOn).ThenBy(i => _owed[i].Document, StringComparer.Ordinal);
        foreach (var place in places)
        {
            var covered = Math.Min(_dueCredits, _owed[place].Amount);
            _owed[place] = _owed[place] with { Covered = covered };
            _dueCredits -= covered;
        }
    }

    private void TakePastDue(OpenItem item)
    {
        if (!IsPastDue(item))
            return;
        PastDue += item.Uncovered;
        DisputedPastDue += item.Disputed ? item.Uncovered : 0m;
        OldestPastDueDays = Math.Max(OldestPastDueDays, Time.DaysPast(item.DueOn));
    }

    /// <summary>Whether the item, or a part of it, should have been paid by now under the policy.</summary>
    internal bool IsPastDue(OpenItem item) => item.CanBePastDue && (item.Uncovered > 0m || item.IsUnconverted) && Time.IsOver(Bounded.AddDays(item.DueOn, _policy.PastDueAfterDays));

    private void TakePayments(IReadOnlyList<PaymentRecord> payments)
    {
        var unconverted = 0;
        CurrencyCode? currency = null;
        var isOneCurrency = true;
        foreach (var payment in payments)
        {
            if (payment.Amount.Amount <= 0m)
                continue;
            var amount = InCurrency(payment.Amount, null);
            unconverted += amount is null ? 1 : 0;
            isOneCurrency &= (currency ??= payment.Amount.Currency) == payment.Amount.Currency;
            _paid.Add(new PaidItem(payment.IssuedOn, payment.PaidOn, amount ?? 0m, payment.PaidOn.DayNumber - payment.DueOn.DayNumber)
            {
                PromisedOn = payment.PromisedOn,
                WasDisputed = payment.WasDisputed,
                Weight = amount ?? 0m,
            });
        }

        if (unconverted == 0)
            return;
        // How late a customer pays needs no rate: amounts of one currency weigh as they are, of several none can be weighed against another.
        var place = 0;
        foreach (var payment in payments)
        {
            if (payment.Amount.Amount > 0m)
                _paid[place] = _paid[place++] with { Weight = isOneCurrency ? Bounded.Amount(payment.Amount.Amount, out _) : 1m };
        }

        IsMissingAmounts(AmountGroups.Paid, counts: false);
        Warn($"{unconverted} paid {(unconverted == 1 ? "item" : "items")} cannot be converted to {Currency}: what was sold and owed in the past is unknown."
            + (isOneCurrency ? "" : " Paid items are in several currencies; in averages of days each counts alike."));
    }

    private void TakeCustomers(CustomerFigures customers)
    {
        ErpHold = customers.OnHold;
        AgreedTerms = customers.Terms;
        CustomerSince = customers.Since ?? File.Account.CreatedOn;
        ErpLimit = customers.Limit(Currency, (customer, ceiling) =>
        {
            var amount = InCurrency(ceiling, "The ERP limit of", customer.Key);
            if (amount is null)
                IsMissingAmounts(AmountGroups.Limits, counts: true);
            return amount;
        });
    }

    /// <summary>An amount within bounds in the sheet's currency; null when no rate leads there.</summary>
    /// <param name="money">The amount.</param>
    /// <param name="what">What it is, for a warning when it cannot be used as it is; null for no warning.</param>
    /// <param name="key">Which one it is.</param>
    internal decimal? InCurrency(Money money, string? what, string key = "")
    {
        var amount = Bounded.Amount(money.Amount, out var cut);
        if ((!cut && money.Currency == Currency) || amount == 0m)
            return amount;
        what = what is null ? null : $"{what} {key}".TrimEnd();
        if (Rates.Convert(amount, money.Currency, Currency) is not { } converted)
        {
            if (what is not null)
                Warn($"{what} ({money.ToDisplay()}) cannot be converted: there is no exchange rate from {money.Currency} to {Currency}. What it is a part of is unknown. {RatesStep}");
            return null;
        }

        converted = Bounded.Amount(converted, out var cutAfter);
        if ((cut || cutAfter) && what is not null)
            Warn($"{what} has an absurd amount; {new Money(converted, Currency).ToDisplay()} is used. Check it in the ERP.");
        return converted;
    }

    private void WarnAboutCustomers(CreditFile file)
    {
        if (file.Account.CustomerKeys.Count == 0 && file.Customers.Count == 0 && !file.HasUndelivered())
            Warn("The account names no ERP customer: nothing is known of what it owes and how it pays. Fill in its ERP customer keys.");
        foreach (var key in file.UnknownCustomers)
            WarnIncomplete($"No ERP delivers customer {key}, which the account or the link file names: correct the key. Until then no deal is prequalified and no hold is released ('creditbridge customers undelivered').");
        foreach (var unreadable in file.Unreadable ?? [])
            WarnIncomplete($"Customer {unreadable.Customer}: {unreadable.What} What rests on it is unknown; no deal is prequalified and no hold is released until it is corrected and delivered again ('creditbridge status').");
        foreach (var lost in file.LostCustomers ?? [])
            Warn($"Customer {lost.Customer} has not been in the ERP since {lost.Since.UtcDateTime:yyyy-MM-dd}. What was last known of it counts, a hold included, until a person says what became of it ('creditbridge customers lost').");
        foreach (var key in file.KeptCustomers ?? [])
            Warn($"The key of customer {key} was taken out of the account, and no account claims that customer now. It counts on with this one, a hold included, until a person says whose it is ('creditbridge customers kept').");
        foreach (var key in file.SharedCustomers)
            Warn($"ERP customer {key} is claimed by another account too: its items count on both. Decide which account it is.");
    }
}
