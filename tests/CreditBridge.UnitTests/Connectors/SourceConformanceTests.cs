using System.Reflection;
using CreditBridge.TestKit.Connectors;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Connectors;

/// <summary>The conformance kit finds what it is there to find: a source with each fault fails the test that is named for it, and without fault all pass.</summary>
public sealed class SourceConformanceTests
{
    [Theory]
    [InlineData(Fault.None, "")]
    [InlineData(Fault.LosesLastOfPage, nameof(SourceConformance.Read_FromTheBeginning_GivesEveryRecordInBoundedPages))]
    [InlineData(Fault.CheckpointTooFar, nameof(SourceConformance.Read_ResumedFromAnyCheckpoint_EndsInTheSameState))]
    [InlineData(Fault.FailsOnStrangeCheckpoint, nameof(SourceConformance.Read_FromAnUnreadableCheckpoint_ReadsEverything))]
    [InlineData(Fault.IgnoresCancellation, nameof(SourceConformance.Read_CancelledInTheMiddle_EndsAndCanGoOn))]
    [InlineData(Fault.StopsAtUnreadable, nameof(SourceConformance.Read_WithAnUnreadableRecord_RejectsItAndGivesTheOthers))]
    [InlineData(Fault.KeepsWhatItGave, nameof(SourceConformance.Read_OfVeryManyRecordsAtOnce_StaysWithinThePageBoundAndKeepsNothing))]
    [InlineData(Fault.GivesAllAtOnce, nameof(SourceConformance.Read_OfVeryManyRecordsAtOnce_StaysWithinThePageBoundAndKeepsNothing))]
    [InlineData(Fault.ForgetsDeletions, nameof(SourceConformance.Read_AfterRecordsWereDeleted_RemovesThemAndNoOthers))]
    [InlineData(Fault.KeepsTheOldKey, nameof(SourceConformance.Read_OfARecordWithAnotherKey_LetsTheOldOneGo))]
    [InlineData(Fault.GivesTheEarlierOfTwo, nameof(SourceConformance.Read_OfAKeyShownTwiceWithOtherContents_GuessesNothingAndHidesNothing))]
    [InlineData(Fault.RoundsAmounts, nameof(SourceConformance.Read_OfAnAmountInAnOddCurrency_TakesItToTheLastDigit))]
    [InlineData(Fault.GuessesCurrencies, nameof(SourceConformance.Read_OfAnUnknownCurrency_RejectsThatRecord))]
    [InlineData(Fault.TakesAnyLogin, nameof(SourceConformance.Read_WithWrongCredentials_FailsAsAuthenticationAndWorksAfterCorrection))]
    [InlineData(Fault.TakesMissingForEmpty, nameof(SourceConformance.Read_OfASystemThatLostItsShape_KeepsTheLastGoodState))]
    [InlineData(Fault.FailsOnStrangeColumn, nameof(SourceConformance.Read_OfASystemWithAnAdditionalColumn_ReadsAsBefore))]
    [InlineData(Fault.DeclaresNothing, nameof(SourceConformance.Read_OfAChangeThatBecameVisibleLate_DoesNotMissIt))]
    [InlineData(Fault.DeclaresTooMuch, nameof(SourceConformance.Read_AfterRecordsWereDeleted_RemovesThemAndNoOthers))]
    [InlineData(Fault.DeclaresWithoutReason, nameof(SourceConformance.Harness_DeclaresWithAReason_WhatItCannotDo))]
    [InlineData(Fault.MissesChanges, nameof(SourceConformance.Read_OfChangedRecords_KeepsTheirKeysAndShowsTheChange))]
    public async Task Kit_FindsTheFault(Fault fault, string test)
    {
        var kit = new Kit(fault);
        var failed = new List<string>();
        foreach (var method in typeof(SourceConformance).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null))
        {
            try
            {
                await (Task)method.Invoke(kit, [.. method.GetParameters().Select(p => Argument(p))])!;
            }
            catch (Exception e) when (e is ShouldAssertException or FormatException or KeyNotFoundException)
            {
                failed.Add(method.Name);
            }
        }

        if (fault == Fault.None)
            failed.ShouldBeEmpty();
        else
            failed.ShouldContain(test);
    }

    private static object Argument(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.IsEnum: true } => SchemaDrift.MissingColumn,
        { Name: "written" } => "1250.375",
        { Name: "currency" } => "BHD",
        _ => "?",
    };

    public enum Fault
    {
        None,
        LosesLastOfPage,
        CheckpointTooFar,
        FailsOnStrangeCheckpoint,
        IgnoresCancellation,
        StopsAtUnreadable,
        MissesChanges,
        KeepsWhatItGave,
        GivesAllAtOnce,
        ForgetsDeletions,
        KeepsTheOldKey,
        GivesTheEarlierOfTwo,
        RoundsAmounts,
        GuessesCurrencies,
        TakesAnyLogin,
        TakesMissingForEmpty,
        FailsOnStrangeColumn,
        DeclaresNothing,
        DeclaresTooMuch,
        DeclaresWithoutReason,
    }

    private sealed class Kit(Fault fault) : SourceConformance
    {
        protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FaultySystem(fault));
    }
}
