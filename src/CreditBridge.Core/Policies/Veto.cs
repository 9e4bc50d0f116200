using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>A circumstance that no score outweighs.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="When">The veto applies when this is so; it does not when that cannot be told.</param>
/// <param name="AtBest">The best band that it leaves; null when it leaves no score at all.</param>
/// <param name="Words">What to say about it.</param>
public sealed record Veto(string Name, Expression When, Band? AtBest, ReasonWords Words);
