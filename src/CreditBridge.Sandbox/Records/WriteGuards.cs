using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Schema;
using CreditBridge.Sandbox.Schema.Formulas;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Records;

/// <summary>Refuses records for the validation rules that are deployed, and for the faults that strike records: locks, rules and any error by name.</summary>
internal sealed class WriteGuards(SandboxOrg org, SandboxFaults faults, Func<DateTimeOffset> now)
{
    public RecordError? Check(ObjectDefinition item, Row? before, Row? after)
    {
        var id = (before ?? after)!.Id;
        var target = new FaultTarget(Object: item.Name, Record: id);
        if (faults.Take(FaultKind.LockedRecord, target) is not null)
            return new RecordError("UNABLE_TO_LOCK_ROW", $"unable to obtain exclusive access to this record or 1 records: {id[..15]}");
        if (faults.Take(FaultKind.RecordError, target)?.Rule is { } rule)
            return new RecordError(rule.Code!, rule.Message ?? rule.Code!, [.. rule.Fields]);
        return after is null ? null : CheckRules(item, after) ?? CheckDeployedRules(item, before, after);
    }

    private RecordError? CheckDeployedRules(ObjectDefinition item, Row? before, Row after)
    {
        foreach (var rule in org.Schema.Rules(item))
        {
            var formulas = item.Formulas!;
            var context = new FormulaContext
            {
                Read = path => formulas.ReadPath(after, path),
                ReadPrior = path => formulas.ReadPath(before!, path),
                IsNew = before is null,
                Now = now(),
                BlankAsZero = true,
                HasPermission = name => after["LastModifiedById"] is string user && org.Users.AccessOf(user, (_, _) => false).HasPermission(name),
            };
            if (FormulaFunctions.IsTrue(rule.Condition, context))
                return new RecordError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message, rule.Field is { } field ? [field] : []);
        }

        return null;
    }

    private RecordError? CheckRules(ObjectDefinition item, Row after)
    {
        foreach (var active in faults.Active)
        {
            if (active.Rule is not { Kind: FaultKind.ValidationRule, When: { } when } rule || !rule.Object!.Equals(item.Name, StringComparison.OrdinalIgnoreCase)) continue;
            var context = org.ContextOf(org.Users.Administrator);
            var binder = new Binder(when, org.Schema, context.Access);
            var operands = new RowOperands(binder, item, null, context);
            var holds = new ConditionCompiler<Row>(binder, operands.ForFilter, _ => new HashSet<string>(), context.Rate, context.Today).Compile(SoqlParser.ParseCondition(when));
            if (holds(after)) return new RecordError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message ?? "The record is not valid.", [.. rule.Fields]);
        }

        return null;
    }
}
