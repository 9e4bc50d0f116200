using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>
/// Writes a plan as a JSON document, a line for each account, that ends with a hash over all lines before it. What stands first is known last: the accounts are kept in a
/// temporary file until then, so that a plan of any size takes no more memory than a small one.
/// </summary>
internal sealed class PlanWriter : IAsyncDisposable
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly FileStream _accounts = new(
        Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan);

    private bool _any;

    /// <summary>Adds an account.</summary>
    public async Task AddAsync(Core.Plans.PlannedAccount account, CancellationToken cancellationToken)
    {
        if (_any)
            await _accounts.WriteAsync(",\n"u8.ToArray(), cancellationToken);
        await _accounts.WriteAsync(PlanJson.Write(account), cancellationToken);
        _any = true;
    }

    /// <summary>Writes the whole document.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sections">What stands before the accounts: names and their JSON, each in one line; the plan itself first.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task WriteAsync(Stream output, IReadOnlyList<(string Name, string Json)> sections, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await LineAsync("{");
        foreach (var (name, json) in sections)
            await LineAsync($"\"{name}\": {json},");
        await LineAsync("\"accounts\": [");
        if (_any)
        {
            await _accounts.FlushAsync(cancellationToken);
            _accounts.Position = 0;
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await _accounts.ReadAsync(buffer, cancellationToken)) > 0)
                await PutAsync(buffer.AsMemory(0, read));
            await PutAsync(NewLine);
        }

        await LineAsync("],");
        await output.WriteAsync(Encoding.UTF8.GetBytes($"\"hash\": \"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"\n}}\n"), cancellationToken);
        await output.FlushAsync(cancellationToken);

        Task LineAsync(string line) => PutAsync(Encoding.UTF8.GetBytes(line + "\n"));

        async Task PutAsync(ReadOnlyMemory<byte> bytes)
        {
            hash.AppendData(bytes.Span);
            await output.WriteAsync(bytes, cancellationToken);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _accounts.DisposeAsync();
}
