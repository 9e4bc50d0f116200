namespace CreditBridge.Worker.Http.Credit;

/// <summary>What stands on the page beside the forecast: a section of its own by somebody else.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Content">Its content.</param>
internal sealed record CreditSection(string Title, Html Content);

/// <summary>A review in the queue, in words.</summary>
/// <param name="Key">Our key.</param>
/// <param name="Subject">The account, and the deal if there is one.</param>
/// <param name="Reason">The weightiest reason.</param>
/// <param name="Amount">What is at stake; empty when unknown.</param>
/// <param name="Who">Analyst or team; empty for nobody yet.</param>
/// <param name="Clock">How the clock stands, in words.</param>
/// <param name="Kind">How it is marked: good, warn, bad, none.</param>
internal sealed record QueueLine(string Key, string Subject, string Reason, string Amount, string Who, string Clock, string Kind)
{
    /// <summary>Day and time at which it is due, in the company's time zone; a dash while its clock stands still.</summary>
    public string Due { get; init; } = "–";
}

/// <summary>The queue as far as it is shown.</summary>
/// <param name="Lines">The first reviews by when they are due.</param>
/// <param name="All">How many there are.</param>
internal sealed record QueueView(IReadOnlyList<QueueLine> Lines, long All);
