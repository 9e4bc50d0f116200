using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CreditBridge.Mapping;

/// <summary>
/// A mapping: how one system's shape becomes canonical records, and what its values mean. <c>connector:</c> and <c>system:</c> stand at the top; under <c>records:</c>
/// stands one block per kind of record, with <c>read:</c> (how the rows are got, in the connector's own words) and <c>fields:</c>. Kinds that are not there are not read.
/// </summary>
/// <typeparam name="TRead">How a connector is told to read the rows.</typeparam>
/// <param name="System"><c>system:</c> name of the other system, the first part of every customer key, such as <c>erp</c> in <c>erp:1000/C10023</c>.</param>
/// <param name="Fingerprint">Identity of the mapping's content; comments and blank lines do not count. A changed mapping reads everything anew.</param>
/// <param name="Kinds">The kinds that are mapped.</param>
public sealed record MappingFile<TRead>(string System, string Fingerprint, IReadOnlyList<KindMapping<TRead>> Kinds)
{
    /// <summary>What is said about a kind; null when it is not mapped.</summary>
    public KindMapping<T, TRead>? Of<T>(MappedKind<T> kind)
        where T : SourceRecord => Kinds.OfType<KindMapping<T, TRead>>().FirstOrDefault(k => k.Kind == kind);

    /// <summary>Reads a mapping from text. With problems, what is returned must not be used.</summary>
    /// <param name="dialect">The connector's part of the language; a new one for each file.</param>
    /// <param name="file">Name of the file, for problems.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Receives every mistake.</param>
    public static MappingFile<TRead>? Parse(MappingDialect<TRead> dialect, string file, string text, List<MappingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return Parse(dialect, file, text, problems, null);
    }

    /// <summary>Reads a mapping while somebody listens to the keys that are asked for.</summary>
    internal static MappingFile<TRead>? Parse(MappingDialect<TRead> dialect, string file, string text, List<MappingProblem> problems, MappingGrammar? grammar)
    {
        if (MappingSection.Parse(file, text, problems, grammar) is not { } root)
            return null;
        var connector = root.RequiredText("connector", $"Write 'connector: {dialect.Connector}', so that everybody sees what the mapping is for.");
        if (connector.Length > 0 && !connector.Equals(dialect.Connector, StringComparison.OrdinalIgnoreCase))
        {
            var isSlip = NearestName.Of(connector, [dialect.Connector]) is not null;
            root.Refuse("connector", $"The mapping is for the connector '{connector}', and a connection of type {dialect.Connector} uses it.",
                isSlip ? $"Did you mean '{dialect.Connector}'?" : "Name the right mapping in the connection's option Mapping, or correct its Type.");
            // Everything else in it is right for another connector.
            if (!isSlip)
                return null;
        }

        var top = MappingTop.Read(root);
        dialect.ReadTop(root);
        root.Demand("records");
        if (root.Section("records") is not { } records)
        {
            root.Refuse("records", "The key is missing.", $"Write 'records:' and below it some of {MappedKinds.Names}.");
            root.Close();
            return null;
        }

        var kinds = MappedKinds.All.Select(k => k.Accept(new KindReader(dialect, records, top))).OfType<KindMapping<TRead>>().ToList();
        if (records.IsEmpty)
            root.Refuse("records", "No kind of record is mapped.", $"Below it stand {MappedKinds.Names}.");
        records.Close();
        root.Close();
        return new MappingFile<TRead>(top.System, FingerprintOf(text, kinds.Exists(k => k.HasRowKey)), kinds);
    }

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="ConnectorException">The file cannot be read, or holds mistakes; all of them are named.</exception>
    public static async Task<MappingFile<TRead>> LoadAsync(MappingDialect<TRead> dialect, string path, CancellationToken cancellationToken)
    {
        var problems = new List<MappingProblem>();
        var mapping = Parse(dialect, Path.GetFileName(path), await MappingText.ReadAsync(path, cancellationToken), problems);
        if (mapping is not null && problems.Count == 0)
            return mapping;
        throw new ConnectorException(new Failure(
            FailureKind.Configuration,
            problems.Count == 1 ? problems[0].ToString() : $"The mapping has {problems.Count} mistakes:{string.Concat(problems.Select(p => "\n  " + p))}\n",
            "Correct the mapping file; 'creditbridge check' shows whether it is right.")
        { Where = path });
    }

    private static string FingerprintOf(string text, bool hasRowKeys)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Their keys were others once: what was read before is read anew.
        if (hasRowKeys)
            hash.AppendData("row keys"u8);
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            var part = parser.Current switch { Scalar s => "s" + s.Value, AnchorAlias a => "*" + a.Value, var e => e!.GetType().Name };
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.Length}:{part}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private sealed class KindReader(MappingDialect<TRead> dialect, MappingSection records, MappingTop top) : IKindVisitor<KindMapping<TRead>?>
    {
        public KindMapping<TRead>? Visit<T>(MappedKind<T> kind)
            where T : SourceRecord
        {
            if (records.Section(kind.Name) is not { } section)
                return null;
            section.Demand("read");
            section.Demand("fields");
            var read = section.Section("read", "read");
            var fields = section.Section("fields");
            if (read is null)
                section.Refuse("read", "The key is missing.", "Write 'read:' and below it how the rows are got.");
            if (fields is null)
                section.Refuse("fields", "The key is missing.", "Write 'fields:' and below it which column holds what.");
            if (read is null || fields is null)
                return null;
            var how = dialect.ReadKind(read, kind);
            read.Close();
            var mapping = kind.ReadRecords(new KindBlock(section, fields, top) { Key = dialect.KeyOf(how) });
            section.Close();
            return new KindMapping<T, TRead>(kind, how, mapping);
        }
    }
}
