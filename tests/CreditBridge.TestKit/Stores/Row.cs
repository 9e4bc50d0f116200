using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.TestKit.Stores;

/// <summary>Rows as an ingestor would hand them to storage.</summary>
public static class Row
{
    public static SnapshotRow Account(string key, string name = "Acme", params CustomerKey[] claims) =>
        Of(RecordKind.Account, key, RecordSubject.Account(key), new { key, name, customerKeys = claims.Select(c => c.ToString()) });

    public static SnapshotRow Deal(string key, string? account, int amount = 100) =>
        Of(RecordKind.Opportunity, key, RecordSubject.Account(account), new { key, name = "Deal " + key, accountKey = account, amount });

    public static SnapshotRow Customer(CustomerKey customer, string name = "ACME LTD") =>
        Of(RecordKind.ErpCustomer, customer.ToString(), RecordSubject.Customer(customer), new { customer = customer.ToString(), name });

    public static SnapshotRow Item(string key, CustomerKey customer, int open = 100) =>
        Of(RecordKind.Receivable, key, RecordSubject.Customer(customer), new { key, customer = customer.ToString(), open });

    public static SnapshotRow Stage(string key, int order = 1) => Of(RecordKind.Stage, key, RecordSubject.Everybody, new { key, order });

    public static SnapshotRow User(string key, string name = "Kim") => Of(RecordKind.User, key, RecordSubject.Nobody, new { key, name });

    public static CustomerKey C(string number) => new("erp", "1000", number);

    public static IReadOnlyDictionary<string, IReadOnlyList<CustomerKey>> Claims(params (string Account, CustomerKey[] Customers)[] claims) =>
        claims.ToDictionary(c => c.Account, c => (IReadOnlyList<CustomerKey>)c.Customers);

    private static SnapshotRow Of(RecordKind kind, string key, RecordSubject subject, object content)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(content);
        return new SnapshotRow(kind, key, subject, SHA256.HashData([.. payload, .. Encoding.UTF8.GetBytes(subject.Key)])[..16], payload, null);
    }
}
