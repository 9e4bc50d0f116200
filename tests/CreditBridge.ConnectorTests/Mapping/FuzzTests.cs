using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Reference;
using CreditBridge.Mapping.Rows;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Mappings that people have not thought of, and rows that no ERP should give: problems and rejections, never an exception.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "", " ", ":", "{", "}", "[", "]", "[]", "{}", "- ", "\n", "\t", "#", "\"", "'", "|", ">", "&a", "*a", "~", "null", "0", "-1", "1e9", "true", "value: ", "column: ", "first_of: [", "sum: [{minus: ",
        "text: \"{A}{\"", "lookup: companies", "add_days: {", "date_format: [iso, ", "where: [", "by_sign: {", "values: {a: ", "time_zone: ", "\u0000", "ß", "😀", "? x", "<<: *a", "!!int 1", "%YAML 9",
    ];

    private static readonly object?[] Values =
    [
        null, "", " ", "0", "-0", "1", "12.50", "1,5", "1.000,00", "-", "+", "100-", "999999999999999999999999", "0.0000000000001", "1e300", "NaN", "2025-01-01", "0000-00-00", "31.12.9999", "2025-01-01T00:00:00Z",
        "Y", "N", "INV", "CN", "EUR", "XXX", "€", "\u0000", "a/b", "a:b", "a\nb", "{A}", "ß", "\ud800", decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 0m, 100m, 1e15m, true, false,
        DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2025, 2, 28), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2025, 1, 1, 23, 0, 0, TimeSpan.FromHours(14)), new string('x', 1001),
    ];

    [Fact]
    public void AMutatedMapping_HasProblemsOrIsRead()
    {
        var edit = from document in Gen.Choose(0, MappingReference.Documents.Count - 1)
                   from edits in Gen.ArrayOf(from at in Gen.Choose(0, 1_000_000) from length in Gen.Choose(0, 30) from piece in Gen.Elements(Pieces) select (at, length, piece), 3)
                   select Edited(MappingReference.Documents[document], edits);
        Prop.ForAll(edit.ToArbitrary(), text =>
        {
            var problems = MappingLanguage.Of(() => new AnyReadDialect()).Lint("m.yaml", text);
            return problems.All(p => p.Line >= 1 && p.Column >= 1 && p.Message.Length > 0 && p.Suggestion.Length > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600).WithReplay(20251122, 13));
    }

    [Fact]
    public void AnyText_HasProblemsOrIsRead()
    {
        var text = from pieces in Gen.ArrayOf(Gen.Elements([.. Pieces, "connector: FileDrop\n", "system: erp\n", "records:\n", "  customers:\n", "    fields:\n", "    read: {}\n", "      name: "])) select string.Concat(pieces);
        Prop.ForAll(text.ToArbitrary(), written => MappingLanguage.Of(() => new AnyReadDialect()).Lint("m.yaml", written) is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20251123, 17));
    }

    [Fact]
    public void AnyRow_IsARecordOrIsRejectedOrIsLeftOut()
    {
        var files = MappingReference.Documents.Select(d => MappingFile<bool>.Parse(new AnyReadDialect(), "m.yaml", d, [])!).ToList();
        var row = from file in Gen.Elements<MappingFile<bool>>(files)
                  from kind in Gen.Elements<KindMapping<bool>>(file.Kinds)
                  from values in Gen.ArrayOf(Gen.Elements(Values), 60)
                  select (kind, values);
        Prop.ForAll(row.ToArbitrary(), r => Outcomes(r.kind, r.values)).Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithReplay(20251124, 19));
    }

    private static bool Outcomes(KindMapping<bool> kind, object?[] values)
    {
        var columns = kind.Columns.Select(c => c.Column!).ToList();
        var row = new SourceRow(new ColumnNames(columns), [.. columns.Select((_, at) => values[at % values.Length])], "fuzz", 1);
        return kind.Kind.Accept(new RowMapper(kind, row));
    }

    private static string Edited(string text, (int At, int Length, string Piece)[] edits)
    {
        foreach (var (at, length, piece) in edits)
        {
            var start = at % text.Length;
            text = text[..start] + piece + text[Math.Min(text.Length, start + length)..];
        }

        return text;
    }

    private sealed class RowMapper(KindMapping<bool> mapping, SourceRow row) : IKindVisitor<bool>
    {
        public bool Visit<T>(MappedKind<T> kind)
            where T : SourceRecord
        {
            var records = ((KindMapping<T, bool>)mapping).Records;
            var mapped = records.Map(row);
            if (mapped.Record is not null)
                records.HashOf(mapped.Record).ShouldBe(records.HashOf(records.Map(row).Record!));
            records.KeyOf(row);
            return mapped.Record is null || mapped.Rejected is null;
        }
    }
}
