using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>Customers in the order of their changes; the checkpoint is the number of the last change that was read.</summary>
internal sealed class LedgerCustomerSource(LedgerClient client, LedgerApiOptions options) : ISource<ErpCustomerRecord>
{
    public RecordKind Kind => RecordKind.ErpCustomer;

    public async IAsyncEnumerable<SourcePage<ErpCustomerRecord>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A checkpoint that cannot be read means: from the beginning.
        _ = long.TryParse(from?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        while (await client.CustomersAfterAsync(last, cancellationToken) is { Count: > 0 } customers)
        {
            var changes = new List<SourceChange<ErpCustomerRecord>>();
            var rejected = new List<RejectedRecord>();
            foreach (var customer in customers)
            {
                if (ReasonAgainst(customer) is { } reason)
                    rejected.Add(new RejectedRecord($"customers, change {customer.Change}", reason) { Raw = customer.ToString() });
                else
                    changes.Add(SourceChange<ErpCustomerRecord>.Upsert(RecordOf(customer)));
            }

            last = customers[^1].Change;
            yield return new SourcePage<ErpCustomerRecord>(changes, new Checkpoint(last.ToString(CultureInfo.InvariantCulture))) { Rejected = rejected };
        }
    }

    private ErpCustomerRecord RecordOf(LedgerCustomer customer)
    {
        CurrencyCode? currency = CurrencyCode.TryParse(customer.Currency, out var code) ? code : null;
        return new ErpCustomerRecord(new CustomerKey(options.System, customer.Company!, customer.Number!), customer.Name ?? "")
        {
            Currency = currency,
            Limit = customer.Limit switch
            {
                null => CreditLimit.NotSet,
                0 => Meaning(options.ZeroLimitMeans),
                var amount => CreditLimit.Of(new Money(amount.Value, code)),
            },
        };
    }

    private static string? ReasonAgainst(LedgerCustomer customer) => customer switch
    {
        { Company: null or "" } or { Number: null or "" } => "The customer has no company or no number; both identify it.",
        { Limit: < 0 } => $"A limit of {customer.Limit} is below zero.",
        { Limit: > 0 } when !CurrencyCode.TryParse(customer.Currency, out _) => $"The limit is in '{customer.Currency}', which is not a currency.",
        _ => null,
    };

    private static CreditLimit Meaning(CreditLimitKind? declared) => declared switch
    {
        CreditLimitKind.None => CreditLimit.None,
        CreditLimitKind.Unlimited => CreditLimit.Unlimited,
        _ => CreditLimit.NotSet,
    };
}
