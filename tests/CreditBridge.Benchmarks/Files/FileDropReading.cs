using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;

namespace CreditBridge.Benchmarks.Files;

/// <summary>The FileDrop connector reads a file with a mapping into canonical records, in pages as for the store.</summary>
internal static class FileDropReading
{
    public static async Task<int> ReadAsync(string file)
    {
        var mapping = Path.ChangeExtension(file, ".yaml");
        await File.WriteAllTextAsync(mapping, $$"""
            connector: FileDrop
            system: erp
            records:
              open_items:
                read:
                  pattern: open-items-*{{Path.GetExtension(file)}}
                  set: full
                  format: {{Path.GetExtension(file)[1..]}}
                date_format: yyyy-MM-dd
                sign: customer_owes_positive
                credit_notes: negative
                fields:
                  company: COMPANY
                  customer: CUSTNO
                  document: DOCUMENT
                  type: {column: DOCTYPE, values: {INV: invoice, CN: credit_note} }
                  issued: ISSUED
                  due: DUE
                  currency: CURRENCY
                  amount: AMOUNT
                  open_amount: OPEN
                  disputed: {column: DISPUTED, yes: [Y], no: [N]}
            """);
        var options = new FileDropOptions { Directory = Path.GetDirectoryName(file)!, Mapping = mapping };
        await using var connection = ((IConnector)new FileDropConnector()).Connect(new ConnectionContext("erp", TimeProvider.System), options);
        var records = 0;
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.Receivable).ReadPagesAsync(null, CancellationToken.None))
            records += page.Changes.Count;
        return records;
    }
}
