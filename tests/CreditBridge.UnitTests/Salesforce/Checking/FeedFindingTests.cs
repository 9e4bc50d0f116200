using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Checking;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Checking;

public sealed class FeedFindingTests
{
    [Fact]
    public async Task Feed_ThatListens_IsOkAndIsStopped()
    {
        var feed = new Feed(new ChangeFeedStatus(ChangeFeedState.Listening, null));

        (await FeedFinding.OfAsync(feed, TimeProvider.System, CancellationToken.None)).Status.ShouldBe(CheckStatus.Ok);
        feed.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Feed_ThatIsRefused_IsAWarningWithTheWayOut()
    {
        var refused = new Failure(FailureKind.Configuration, "Salesforce refuses to tell of changes of Account.", "In Setup, Change Data Capture, select Account.");

        var finding = await FeedFinding.OfAsync(new Feed(new ChangeFeedStatus(ChangeFeedState.Off, null) { Problem = refused }), TimeProvider.System, CancellationToken.None);

        finding.Status.ShouldBe(CheckStatus.Warning);
        finding.NextStep!.ShouldContain("Change Data Capture");
        finding.NextStep!.ShouldContain("ChangeDataCapture to false");
    }

    private sealed class Feed(ChangeFeedStatus becomes) : IChangeFeed
    {
        public event Action<ChangeFeedStatus>? Changed;

        public ChangeFeedStatus Status { get; private set; } = new(ChangeFeedState.Off, null);

        public bool IsStopped { get; private set; }

        public async Task RunAsync(Func<ChangeSignal, ValueTask> heard, CancellationToken cancellationToken)
        {
            Status = becomes;
            Changed?.Invoke(becomes);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                IsStopped = true;
            }
        }
    }
}
