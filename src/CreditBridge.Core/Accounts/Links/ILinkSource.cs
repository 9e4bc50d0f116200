namespace CreditBridge.Core.Accounts.Links;

/// <summary>Where links come from: a file that is read again when it has changed.</summary>
public interface ILinkSource
{
    /// <summary>Name of the file, for messages.</summary>
    string Name { get; }

    /// <summary>The links as they are, or as they were when the file was last good.</summary>
    Task<LinkList> GetAsync(CancellationToken cancellationToken);

    /// <summary>What is wrong with the file as it is now; empty when <see cref="GetAsync"/> gave what it says.</summary>
    IReadOnlyList<LinkProblem> Problems { get; }
}
