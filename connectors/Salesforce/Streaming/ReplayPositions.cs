using System.Globalization;
using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>Keeps the places in the streams over restarts; written seldom, because the poll catches up on what is heard twice or not at all.</summary>
internal sealed class ReplayPositions(IConnectionState state, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long?> _saved = new(StringComparer.Ordinal);
    private long _savedAt = clock.GetTimestamp();

    public async Task LoadAsync(IEnumerable<StreamChannel> channels, CancellationToken cancellationToken)
    {
        foreach (var channel in channels)
        {
            var stored = await state.GetAsync(NameOf(channel), cancellationToken);
            channel.Position = long.TryParse(stored, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;
            _saved[channel.Name] = channel.Position;
        }
    }

    /// <summary>Writes what has changed, unless that happened a moment ago.</summary>
    public Task SaveNowAndThenAsync(IEnumerable<StreamChannel> channels, CancellationToken cancellationToken) =>
        clock.GetElapsedTime(_savedAt) >= Every ? SaveAsync(channels, cancellationToken) : Task.CompletedTask;

    public async Task SaveAsync(IEnumerable<StreamChannel> channels, CancellationToken cancellationToken)
    {
        _savedAt = clock.GetTimestamp();
        foreach (var channel in channels)
        {
            if (_saved.TryGetValue(channel.Name, out var saved) && saved == channel.Position)
                continue;
            await state.SetAsync(NameOf(channel), channel.Position?.ToString(CultureInfo.InvariantCulture), cancellationToken);
            _saved[channel.Name] = channel.Position;
        }
    }

    private static string NameOf(StreamChannel channel) => $"replay {channel.Name}";
}
