using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Mapping;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>The files of one kind of record: which, and how their rows become records.</summary>
public sealed record KindMapping<T>(FileLayout Layout, RecordMapping<T> Records)
    where T : SourceRecord;

/// <summary>A mapping file: <c>system:</c> and, under <c>files:</c>, one block per kind of record. Kinds that are not there are not read.</summary>
public sealed record FileMapping
{
    private const string Kinds = "customers, open_items, paid_items, rates, orders, bureau_reports, statements, securities, signals or overrides";

    /// <summary><c>system:</c> name of the ERP, the first part of every customer key, such as <c>erp</c> in <c>erp:1000/C10023</c>.</summary>
    public required string System { get; init; }

    /// <summary>Identity of the mapping's content; comments and blank lines do not count. A changed mapping reads the files anew.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><c>files.customers</c>.</summary>
    public KindMapping<ErpCustomerRecord>? Customers { get; init; }

    /// <summary><c>files.open_items</c>.</summary>
    public KindMapping<ReceivableRecord>? OpenItems { get; init; }

    /// <summary><c>files.paid_items</c>.</summary>
    public KindMapping<PaymentRecord>? PaidItems { get; init; }

    /// <summary><c>files.rates</c>.</summary>
    public KindMapping<ExchangeRateRecord>? Rates { get; init; }

    /// <summary><c>files.orders</c>.</summary>
    public KindMapping<OpenOrderRecord>? Orders { get; init; }

    /// <summary><c>files.bureau_reports</c>.</summary>
    public KindMapping<BureauReportRecord>? BureauReports { get; init; }

    /// <summary><c>files.statements</c>.</summary>
    public KindMapping<FinancialStatementRecord>? Statements { get; init; }

    /// <summary><c>files.securities</c>.</summary>
    public KindMapping<SecurityRecord>? Securities { get; init; }

    /// <summary><c>files.signals</c>.</summary>
    public KindMapping<SignalRecord>? Signals { get; init; }

    /// <summary><c>files.overrides</c>.</summary>
    public KindMapping<OverrideRecord>? Overrides { get; init; }

    /// <summary>Every layout that the mapping declares.</summary>
    public IEnumerable<FileLayout> Layouts => new[]
    {
        Customers?.Layout, OpenItems?.Layout, PaidItems?.Layout, Rates?.Layout, Orders?.Layout, BureauReports?.Layout, Statements?.Layout, Securities?.Layout, Signals?.Layout, Overrides?.Layout,
    }.OfType<FileLayout>();

    /// <summary>Reads a mapping from text. With problems, what is returned must not be used.</summary>
    /// <param name="file">Name of the file, for problems.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Receives every mistake.</param>
    public static FileMapping? Parse(string file, string text, List<MappingProblem> problems)
    {
        if (MappingSection.Parse(file, text, problems) is not { } root)
            return null;
        var system = root.RequiredText("system", "Write a short name for the ERP, such as 'system: erp'; it becomes the first part of customer keys (erp:1000/C10023).");
        if (system.Any(c => c is ':' or '/' || char.IsWhiteSpace(c)) || system.Length > 40)
            root.Refuse("system", $"'{system}' cannot stand in a key.", "Write a short name without ':', '/' and blanks.");
        if (root.Section("files") is not { } files)
        {
            root.Refuse("files", "The key is missing.", $"Write 'files:' and below it {Kinds}.");
            root.Close();
            return null;
        }

        var mapping = new FileMapping
        {
            System = system,
            Fingerprint = FingerprintOf(text),
            Customers = Kind(files, "customers", system, CustomerMapping.Read),
            OpenItems = Kind(files, "open_items", system, OpenItemMapping.Read),
            PaidItems = Kind(files, "paid_items", system, PaidItemMapping.Read),
            Rates = Kind(files, "rates", system, RateMapping.Read),
            Orders = Kind(files, "orders", system, OrderMapping.Read),
            BureauReports = Kind(files, "bureau_reports", system, BureauReportMapping.Read),
            Statements = Kind(files, "statements", system, StatementMapping.Read),
            Securities = Kind(files, "securities", system, SecurityMapping.Read),
            Signals = Kind(files, "signals", system, SignalMapping.Read),
            Overrides = Kind(files, "overrides", system, OverrideMapping.Read),
        };
        if (!mapping.Layouts.Any())
            root.Refuse("files", "No kind of record is mapped.", $"Below it stand {Kinds}.");
        files.Close();
        root.Close();
        return mapping;
    }

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="ConnectorException">The file cannot be read, or holds mistakes; all of them are named.</exception>
    public static async Task<FileMapping> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var problems = new List<MappingProblem>();
        var mapping = Parse(Path.GetFileName(path), await ReadTextAsync(path, cancellationToken), problems);
        if (mapping is not null && problems.Count == 0)
            return mapping;
        throw new ConnectorException(new Failure(
            FailureKind.Configuration,
            problems.Count == 1 ? problems[0].ToString() : $"The mapping has {problems.Count} mistakes:{string.Concat(problems.Select(p => "\n  " + p))}\n",
            "Correct the mapping file; 'creditbridge check' shows whether it is right.")
        { Where = path });
    }

    /// <summary>Text of a mapping file; of a size that a person writes.</summary>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > 1_000_000 })
                throw new ConnectorException(new Failure(FailureKind.Configuration, "The file is larger than a mapping can be.", "Name the mapping file in the option Mapping.") { Where = path });
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The mapping file cannot be read: {e.Message}", "Name a readable file in the option Mapping (relative to the configuration file).") { Where = path }, e);
        }
    }

    private static KindMapping<T>? Kind<T>(MappingSection files, string name, string system, Func<MappingSection, MappingSection, string, RecordMapping<T>> read)
        where T : SourceRecord
    {
        if (files.Section(name) is not { } section)
            return null;
        var layout = FileLayout.Read(section);
        if (section.Section("fields") is not { } fields)
        {
            section.Refuse("fields", "The key is missing.", "Write 'fields:' and below it which column holds what.");
            return null;
        }

        var records = read(section, fields, system);
        section.Close();
        return new KindMapping<T>(layout, records);
    }

    private static string FingerprintOf(string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            var part = parser.Current switch { Scalar s => "s" + s.Value, AnchorAlias a => "*" + a.Value, var e => e!.GetType().Name };
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.Length}:{part}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
