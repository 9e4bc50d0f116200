using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Whether changes can be heard of as they happen: it listens for a moment.</summary>
internal static class FeedFinding
{
    private const string Subject = "Change events";

    /// <summary>Handshake, subscriptions and the first answer take three requests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Listens with a feed that nobody else uses.</summary>
    public static async Task<CheckFinding> OfAsync(IChangeFeed feed, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settled = new TaskCompletionSource<ChangeFeedStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        feed.Changed += status =>
        {
            if (status.State == ChangeFeedState.Listening || status.Problem is not null)
                settled.TrySetResult(status);
        };
        var listening = feed.RunAsync(static _ => ValueTask.CompletedTask, stop.Token);
        try
        {
            return Of(await settled.Task.WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CheckFinding(Subject, CheckStatus.Warning, "Salesforce did not answer in time whether changes can be listened to; polling finds them all the same.",
                "Repeat the check; if it lasts, look for a proxy that holds back long requests.");
        }
        finally
        {
            await stop.CancelAsync();
            await listening;
        }
    }

    private static CheckFinding Of(ChangeFeedStatus status) => status.Problem is { } problem
        ? new CheckFinding(Subject, CheckStatus.Warning, problem.Message, problem.Kind == FailureKind.Configuration ? $"{problem.NextStep} Or set ChangeDataCapture to false, to live by polling alone." : problem.NextStep)
        : CheckFinding.Ok(Subject, "Changes of accounts and opportunities are heard of as they happen.");
}
