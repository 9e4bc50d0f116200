namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Who reads an explanation.</summary>
public enum Audience
{
    /// <summary>A sales rep: what it means and what to do; no score internals, no payment ratios, nothing about other accounts of the group.</summary>
    Rep = 0,

    /// <summary>The credit team: everything.</summary>
    Credit,

    /// <summary>The customer: plain reasons and what it can do; no score, no limit, no figure of ours, no name that only we use.</summary>
    Customer,
}
