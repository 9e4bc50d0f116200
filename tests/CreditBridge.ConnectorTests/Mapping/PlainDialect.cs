using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using Shouldly;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>A dialect without keys of its own: what the language says is the same for every connector.</summary>
internal sealed class PlainDialect : MappingDialect<bool>
{
    public override string Connector => "Plain";

    public override bool ReadKind(MappingSection read, MappedKind kind) => true;

    /// <summary>A mapping of open items whose fields can be replaced.</summary>
    public static string OpenItems(string fields = "", string kind = "", string top = "")
    {
        var standard = new List<(string Name, string Line)>
        {
            ("company", "company: CO"), ("customer", "customer: CUST"), ("document", "document: DOC"), ("type", "type: {value: invoice}"),
            ("issued", "issued: ISSUED"), ("due", "due: DUE"), ("currency", "currency: {value: EUR}"), ("open_amount", "open_amount: OPEN"),
        };
        var own = fields.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = own.Select(l => l.Split(':')[0].Trim()).ToHashSet();
        var lines = standard.Where(s => !names.Contains(s.Name)).Select(s => s.Line).Concat(own).Where(l => !l.EndsWith(": -", StringComparison.Ordinal));
        var keys = kind.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!keys.Exists(k => k.StartsWith("sign:", StringComparison.Ordinal)))
            keys.Add("sign: customer_owes_positive");
        if (!keys.Exists(k => k.StartsWith("credit_notes:", StringComparison.Ordinal)))
            keys.Add("credit_notes: negative");
        return $"connector: Plain\nsystem: erp\n{(top.Length > 0 ? top + "\n" : "")}records:\n  open_items:\n    read: {{}}\n"
            + string.Concat(keys.Where(k => !k.EndsWith(": -", StringComparison.Ordinal)).Select(k => $"    {k}\n")) + "    fields:\n" + string.Concat(lines.Select(l => $"      {l}\n"));
    }

    public static IReadOnlyList<MappingProblem> Lint(string text) => MappingLanguage.Of(() => new PlainDialect()).Lint("m.yaml", text);

    public static RecordMapping<T> Read<T>(MappedKind<T> kind, string text)
        where T : SourceRecord
    {
        var problems = new List<MappingProblem>();
        var file = MappingFile<bool>.Parse(new PlainDialect(), "m.yaml", text, problems);
        problems.ShouldBeEmpty(text);
        return file!.Of(kind)!.Records;
    }

    public static SourceRow Row(params (string Column, object? Value)[] values) =>
        new(new ColumnNames([.. values.Select(v => v.Column)]), [.. values.Select(v => v.Value)], "t", 7);

    /// <summary>A row of an open item with some columns of its own.</summary>
    public static SourceRow Item(params (string Column, object? Value)[] own)
    {
        (string Column, object? Value)[] standard = [("CO", "1000"), ("CUST", "C1"), ("DOC", "I1"), ("ISSUED", "2025-01-01"), ("DUE", "2025-01-31"), ("OPEN", "100.00")];
        return Row([.. standard.Where(s => !own.Any(o => o.Column == s.Column)), .. own]);
    }

    public static MappedRow<ReceivableRecord> Map(string mapping, params (string Column, object? Value)[] own) => Read(MappedKinds.OpenItems, mapping).Map(Item(own));

    public static ReceivableRecord Good(string mapping, params (string Column, object? Value)[] own)
    {
        var mapped = Map(mapping, own);
        mapped.Rejected.ShouldBeNull();
        return mapped.Record.ShouldNotBeNull();
    }

    public static string Refused(string mapping, params (string Column, object? Value)[] own) => Map(mapping, own).Rejected.ShouldNotBeNull().Reason;
}
