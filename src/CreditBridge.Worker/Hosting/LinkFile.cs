using System.Text;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Engine;

namespace CreditBridge.Worker.Hosting;

/// <summary>
/// The link file on disk. It is read again when it changes. A file with mistakes is reported and not used: what was good last counts, even when the process is started anew,
/// because its text is kept in the database. Without the option there are no links.
/// </summary>
/// <param name="path">Where the file is; null when none is configured.</param>
/// <param name="engine">Keeps the text that was good last.</param>
internal sealed class LinkFile(string? path, IEngineStore engine) : ILinkSource
{
    private const string Stored = "links";

    private (DateTime Written, long Length)? _seen;
    private LinkList? _active;

    /// <inheritdoc />
    public string Name => path is null ? "links" : Path.GetFileName(path);

    /// <inheritdoc />
    public IReadOnlyList<LinkProblem> Problems { get; private set; } = [];

    /// <summary>The link file of a configuration.</summary>
    public static LinkFile Of(LoadedConfiguration configuration, IEngineStore engine) =>
        new(configuration.Options.Accounts.Links is { } file ? Path.GetFullPath(file, configuration.BaseDirectory) : null, engine);

    /// <inheritdoc />
    public async Task<LinkList> GetAsync(CancellationToken cancellationToken)
    {
        if (path is null)
            return _active ??= LinkList.Empty;
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                return await RefuseAsync("The link file does not exist. Make one, which may be empty, or take Accounts:Links out of the configuration to end all links.", cancellationToken);
            var stamp = (info.LastWriteTimeUtc, info.Length);
            if (_seen == stamp && _active is not null)
                return _active;
            var text = await File.ReadAllTextAsync(path, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
            var list = LinkList.Read(text);
            _seen = stamp;
            Problems = list.Problems;
            if (list.Problems.Count > 0)
                return _active ??= await LastGoodAsync(cancellationToken);
            await engine.SetValueAsync(Stored, text, cancellationToken);
            return _active = list;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return await RefuseAsync(unreadable is DecoderFallbackException ? "The link file is not text in UTF-8." : $"The link file cannot be read: {unreadable.Message}", cancellationToken);
        }
    }

    private async Task<LinkList> RefuseAsync(string why, CancellationToken cancellationToken)
    {
        _seen = null;
        Problems = [new LinkProblem(0, why)];
        return _active ??= await LastGoodAsync(cancellationToken);
    }

    private async Task<LinkList> LastGoodAsync(CancellationToken cancellationToken) =>
        await engine.GetValueAsync(Stored, cancellationToken) is { } text && LinkList.Read(text) is { Problems.Count: 0 } list ? list : LinkList.Empty;
}
