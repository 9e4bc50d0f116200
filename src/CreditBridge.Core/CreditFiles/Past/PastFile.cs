namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>The credit file of a past moment.</summary>
/// <param name="File">The file.</param>
/// <param name="IsKnown">
/// Whether every record in it stands as it was known then. False when a part of it had to be reconstructed from the records' own dates, see
/// <see cref="Reconstruction"/>.
/// </param>
public sealed record PastFile(CreditFile File, bool IsKnown);
