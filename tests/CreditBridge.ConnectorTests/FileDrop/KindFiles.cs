using System.Globalization;
using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Files of one kind, one more with each change. A record's version stands in the column VALUE. A full file lists all records, those just changed last.</summary>
internal sealed class KindFiles : ISourceHarness
{
    private readonly DropTestFolder _folder = new();
    private readonly Dictionary<int, string> _rows = [];
    private readonly Func<int, string> _keyOf;
    private readonly bool _isFull;
    private readonly bool _hasAmounts;
    private readonly bool _hasHeader;
    private readonly Func<IReadOnlyList<string>, byte[]> _write;
    private SchemaDrift _drift;
    private int _files;

    /// <param name="kind">The kind.</param>
    /// <param name="name">Its name in mappings.</param>
    /// <param name="set">full or delta.</param>
    /// <param name="keys">Keys in the block of the kind.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="keyOf">Key of the record with a number.</param>
    /// <param name="hasAmounts">Whether the mapping reads amounts.</param>
    /// <param name="format">Further keys below read:.</param>
    /// <param name="write">Writes lines of CSV in another format; null for CSV itself.</param>
    /// <param name="hasHeader">Whether that format names its columns in the file.</param>
    public KindFiles(
        RecordKind kind, string name, string set, string keys, string fields, Func<int, string> keyOf, bool hasAmounts = true,
        string format = "", Func<IReadOnlyList<string>, byte[]>? write = null, bool hasHeader = true)
    {
        (Kind, _keyOf, _isFull, _hasAmounts, _hasHeader) = (kind, keyOf, set == "full", hasAmounts, hasHeader);
        _write = write ?? (lines => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        File.WriteAllText(_folder.MappingPath, $"connector: FileDrop\nsystem: erp\nrecords:\n  {name}:\n    read: {{pattern: f-*.csv, set: {set}{format}}}\n{(keys.Length > 0 ? $"    {keys}\n" : "")}    fields: {{{fields}}}\n");
        var cannot = new Dictionary<Ability, string>
        {
            [Ability.LateArrival] = "Files carry no change stamps: the newest file counts.",
            [Ability.WrongCredentials] = "A folder asks for no login.",
        };
        if (!_isFull)
        {
            cannot[Ability.Deletion] = "A delta file adds and corrects; it cannot say that a record is gone.";
            cannot[Ability.KeyChange] = "A delta file adds the new key; it cannot say that the old one is gone.";
        }

        if (!hasHeader)
        {
            cannot[Ability.MissingColumn] = "The file does not name its columns.";
            cannot[Ability.AddedColumn] = "The file does not name its columns.";
        }

        if (!hasAmounts)
            cannot[Ability.Currency] = "Records of this kind hold no amount that this mapping reads.";
        Cannot = cannot;
    }

    public RecordKind Kind { get; }

    public IReadOnlyDictionary<Ability, string> Cannot { get; }

    public IConnection Connect(ConnectionContext context) => ((IConnector)new FileDropConnector()).Connect(
        context with { BaseDirectory = _folder.Path }, new FileDropOptions { Directory = "drop", Mapping = "mapping.yaml", PageSize = 3 });

    public string KeyOf(int number) => _keyOf(number);

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers)
            Put(number, $"{version}", "EUR");
        return WriteAsync(numbers.Select(n => _rows[n]));
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers)
            Put(number, $"{version}", "EUR");
        await WriteAsync(numbers.Select(n => _rows[n]).Prepend("C1,N99,the day before yesterday,1,EUR"));
        return true;
    }

    public async Task<bool> DeleteAsync(IReadOnlyList<int> numbers)
    {
        if (!_isFull)
            return false;
        foreach (var number in numbers)
            _rows.Remove(number);
        await WriteAsync(_rows.Values);
        return true;
    }

    public async Task<bool> PublishTwiceAsync(int number, int version, int then)
    {
        Put(number, $"{version}", "EUR");
        var first = _rows[number];
        Put(number, $"{then}", "EUR");
        await WriteAsync([.. (_isFull ? _rows.Where(r => r.Key != number).Select(r => r.Value) : []), first, _rows[number]]);
        return true;
    }

    public async Task<bool> RenumberAsync(int number, int becomes)
    {
        if (!_isFull)
            return false;
        _rows.Remove(number);
        await PublishAsync([becomes], 1);
        return true;
    }

    public async Task<bool> PublishAmountAsync(int number, decimal amount, string currency)
    {
        if (!_hasAmounts)
            return false;
        Put(number, amount.ToString(CultureInfo.InvariantCulture), currency);
        await WriteAsync([_rows[number]]);
        return true;
    }

    public Task<bool> DriftAsync(SchemaDrift drift)
    {
        if (!_hasHeader && drift is (SchemaDrift.MissingColumn or SchemaDrift.AddedColumn))
            return Task.FromResult(false);

        // Whoever let the export go wrong takes the wrong file away when it is mended.
        if (drift == SchemaDrift.None)
            File.Delete(FileName(_files));
        _drift = drift;
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Put(int number, string value, string currency)
    {
        _rows.Remove(number);
        _rows[number] = $"C1,N{number},{(_drift == SchemaDrift.ChangedType ? "1.1.25" : "2025-01-01")},{value},{currency}";
    }

    private Task WriteAsync(IEnumerable<string> changed)
    {
        var rows = changed.ToList();
        if (_isFull)
            rows.InsertRange(0, _rows.Values.Except(rows));
        var header = _drift == SchemaDrift.MissingColumn ? "CUST,DEBTOR,DAY,VALUE,CUR" : "CUST,NO,DAY,VALUE,CUR";
        var lines = rows.Prepend(header);
        if (_drift == SchemaDrift.AddedColumn)
            lines = lines.Select((line, at) => at == 0 ? "REMARK," + line : "new," + line);
        return File.WriteAllBytesAsync(FileName(++_files), _write([.. lines]));
    }

    private string FileName(int number) => Path.Combine(_folder.Drop, $"f-{number:000}.csv");
}
