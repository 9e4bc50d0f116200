namespace CreditBridge.Abstractions.Options;

/// <summary>An options class with rules that concern several options at once.</summary>
public interface IChecksItself
{
    /// <summary>All mistakes, not only the first: the option's name within the class, and what is wrong and what would be right.</summary>
    IEnumerable<(string Option, string Problem)> Problems();
}
