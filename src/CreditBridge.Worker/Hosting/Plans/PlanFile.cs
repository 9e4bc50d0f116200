using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Core.Plans;

namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>A plan as it stands in a file. It is read twice, to check it and to apply it, and never held in memory as a whole.</summary>
internal sealed class PlanFile : IAsyncDisposable
{
    /// <summary>Number of the format; a later version of the program may use another one.</summary>
    public const int Format = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FileStream _stream;

    private PlanFile(FileStream stream, string path, PlanOrigin origin)
    {
        _stream = stream;
        Path = path;
        Origin = origin;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>What the plan was made on.</summary>
    public PlanOrigin Origin { get; }

    /// <summary>Opens a plan and checks that it is whole and unchanged.</summary>
    /// <exception cref="FormatException">It is not; the message says in what way.</exception>
    public static async Task<PlanFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        try
        {
            return new PlanFile(stream, path, await CheckAsync(stream, cancellationToken));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The records of the plan that are to be written, account by account, in the order of the file.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PlannedRecord>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = Reader(_stream);
        var inAccounts = false;
        while (await reader.ReadLineAsync(cancellationToken) is { } line && line != "],")
        {
            if (inAccounts)
                yield return [.. PlanJson.ReadRecords(line).Where(r => r.Refused is null)];
            inAccounts |= line.StartsWith("\"accounts\"", StringComparison.Ordinal);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<PlanOrigin> CheckAsync(FileStream stream, CancellationToken cancellationToken)
    {
        const string Begin = "{\n\"plan\": {";
        var start = new byte[Begin.Length + 1];
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (!Encoding.UTF8.GetString(start, 0, length).ReplaceLineEndings("\n").StartsWith(Begin, StringComparison.Ordinal))
            throw new FormatException("This is not a plan: 'creditbridge plan --out FILE' writes one. A plan as CSV is for people and cannot be applied.");

        using var reader = Reader(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        PlanOrigin? origin = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("\"hash\": \"", StringComparison.Ordinal))
            {
                if (line.Split('"')[3] != Convert.ToHexStringLower(hash.GetHashAndReset()))
                    throw new FormatException("The file was changed since the plan was made. Run 'creditbridge plan' again; a plan is applied as a whole or not at all.");
                return origin ?? throw new FormatException("The file does not say what the plan was made on.");
            }

            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            if (line.StartsWith("\"plan\": ", StringComparison.Ordinal))
                origin = ReadOrigin(line["\"plan\": ".Length..].TrimEnd(','));
        }

        throw new FormatException("The file is cut off: its end is missing. Copy it again, or run 'creditbridge plan' again.");
    }

    private static PlanOrigin ReadOrigin(string json)
    {
        try
        {
            using var plan = JsonDocument.Parse(json);
            if (plan.RootElement.GetProperty("format").GetInt32() is var format and not Format)
                throw new FormatException($"The plan has format {format}; this version knows format {Format}. Run 'creditbridge plan' again.");
            return plan.RootElement.GetProperty("origin").Deserialize<PlanOrigin>(Json) ?? throw new JsonException();
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The first lines of the plan cannot be read.", wrong);
        }
    }

    private static StreamReader Reader(FileStream stream)
    {
        stream.Position = 0;
        return new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
    }
}
