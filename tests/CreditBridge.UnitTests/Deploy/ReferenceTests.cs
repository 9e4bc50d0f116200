using System.Text.RegularExpressions;
using System.Xml.Linq;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>Whatever one piece of metadata names, another piece or the platform has. A deployment stops at the first name that does not exist.</summary>
public sealed partial class ReferenceTests
{
    /// <summary>Names that stand for standard fields in list views, where they are not the names of the API.</summary>
    private static readonly string[] StandardColumns =
    [
        "ACCOUNT.NAME", "OPPORTUNITY.NAME", "OPPORTUNITY.AMOUNT", "OPPORTUNITY.CLOSE_DATE", "OPPORTUNITY.STAGE_NAME", "OPPORTUNITY.CLOSED", "CORE.USERS.ALIAS",
        "NAME", "OWNER.ALIAS",
    ];

    /// <summary>Standard fields of the platform that the metadata names, by object; "*" is every object.</summary>
    private static readonly Dictionary<string, string[]> StandardFields = new()
    {
        ["*"] = ["Name", "OwnerId", "Owner", "CreatedById", "LastModifiedById"],
        ["Account"] = ["Industry", "BillingCountry", "ParentId", "BillingAddress"],
        ["Opportunity"] = ["AccountId", "StageName", "Amount", "CloseDate", "IsClosed", "IsWon", "Probability"],
    };

    [Fact]
    public void ListViews_ShowAndFilterFieldsThatExist()
    {
        foreach (var view in SalesforceSource.OfType("ListView"))
        {
            var item = view.FullName.Split('.')[0];
            foreach (var column in view.Xml!.Values("columns").Concat(view.Xml!.All("filters").Select(filter => filter.Value("field")!)))
                (StandardColumns.Contains(column) || SalesforceSource.Fields.ContainsKey($"{item}.{column}")).ShouldBeTrue($"{view.FullName}: {column}");
            view.Xml!.Values("columns").Count().ShouldBeInRange(1, 15);
            view.Xml!.Values("columns").ShouldBeUnique();
            if (view.Xml!.Value("filterScope") == "Queue") Exists("Queue", view.Xml!.Value("queue")!);
            foreach (var group in view.Xml!.All("group")) Exists("Group", group.Value);
        }
    }

    [Fact]
    public void DecisionsToCorrect_AreFoundWhateverStatusTheirReviewHas()
    {
        var view = SalesforceSource.Single("ListView", "Credit_Review__c.Decision_Refused").Xml!;
        view.All("filters").Select(f => (f.Value("field"), f.Value("operation"), f.Value("value")))
            .ShouldBe([("Is_Open__c", "equals", "1"), ("Decision__c", "notEqual", "")], "a reopened review is New again, and its refused decision has to be found");
    }

    [Fact]
    public void ListViews_FilterLongTextNever()
    {
        foreach (var view in SalesforceSource.OfType("ListView"))
        {
            foreach (var field in view.Xml!.All("filters").Select(filter => $"{view.FullName.Split('.')[0]}.{filter.Value("field")}"))
                if (SalesforceSource.Fields.TryGetValue(field, out var shipped)) shipped.Value("type").ShouldNotBe("LongTextArea", view.FullName);
        }
    }

    [Fact]
    public void CompactLayouts_And_SearchLayouts_NameFieldsThatExist()
    {
        foreach (var layout in SalesforceSource.OfType("CompactLayout"))
        {
            var item = layout.FullName.Split('.')[0];
            layout.Xml!.Values("fields").ShouldAllBe(field => IsField(item, field), layout.FullName);
            layout.Xml!.Values("fields").Count().ShouldBeLessThanOrEqualTo(10);
        }

        foreach (var item in SalesforceSource.OfType("CustomObject"))
        {
            foreach (var field in item.Xml!.All("searchLayouts").Elements()) IsField(item.FullName, field.Value).ShouldBeTrue($"{item.FullName}: {field.Value}");
            if (item.Xml!.Value("compactLayoutAssignment") is { } compact) Exists("CompactLayout", $"{item.FullName}.{compact}");
        }
    }

    [Fact]
    public void Layouts_HoldEachFieldOnceAndListRelatedRecordsThatExist()
    {
        foreach (var layout in SalesforceSource.OfType("Layout"))
        {
            var item = layout.FullName.Split('-')[0];
            var fields = layout.Xml!.All("layoutItems").Select(field => field.Value("field")!).ToList();
            fields.ShouldAllBe(field => IsField(item, field), layout.FullName);
            fields.ShouldBeUnique();
            SalesforceSource.Fields.Keys.Where(field => field.StartsWith(item + ".", StringComparison.Ordinal)).Select(field => field.Split('.')[1])
                .Except(fields).ShouldBeEmpty("a field that is on no page is never seen");
            foreach (var entry in layout.Xml!.All("layoutItems").Where(entry => SalesforceSource.Fields.GetValueOrDefault($"{item}.{entry.Value("field")}")?.Value("formula") is not null))
                entry.Value("behavior").ShouldBe("Readonly", "a formula cannot be edited");
            foreach (var list in layout.Xml!.All("relatedLists").Where(list => list.Value("relatedList") != "RelatedEntityHistoryList"))
            {
                SalesforceSource.Fields.ContainsKey(list.Value("relatedList")!).ShouldBeTrue(list.Value("relatedList"));
                list.Values("fields").ShouldAllBe(field => field == "NAME" || IsField(list.Value("relatedList")!.Split('.')[0], field));
            }

            foreach (var action in layout.Xml!.All("platformActionListItems").Where(action => action.Value("actionType") == "QuickAction"))
                Exists("QuickAction", action.Value("actionName")!);
        }
    }

    [Fact]
    public void QuickActions_FillFieldsThatExist()
    {
        foreach (var action in SalesforceSource.OfType("QuickAction"))
        {
            if (action.Xml!.Value("flowDefinition") is { } flow) Exists("Flow", flow);
            if (action.Xml!.Value("targetObject") is not { } target) continue;
            var fields = action.Xml!.All("quickActionLayoutItems").Select(field => field.Value("field")!).ToList();
            fields.Concat(action.Xml!.All("fieldOverrides").Select(field => field.Value("field")!)).ShouldAllBe(field => IsField(target, field), action.FullName);
            fields.ShouldBeUnique();
            if (action.Xml!.Value("targetParentField") is { } parent) SalesforceSource.Fields[$"{target}.{parent}"].Value("referenceTo").ShouldBe(action.FullName.Split('.')[0]);
        }
    }

    [Fact]
    public void ReportTypes_OfferFieldsThatExist()
    {
        foreach (var type in SalesforceSource.OfType("ReportType"))
        {
            type.Xml!.All("columns").Select(column => $"{column.Value("table")}${column.Value("field")}").ShouldBeUnique();
            foreach (var column in type.Xml!.All("columns"))
            {
                var item = column.Value("table") == "Account.Opportunities" ? "Opportunity" : column.Value("table")!;
                var path = column.Value("field")!.Split('.');
                if (path.Length == 2) item = SalesforceSource.Fields[$"{item}.{path[0]}"].Value("referenceTo")!;
                IsField(item, path[^1]).ShouldBeTrue($"{type.FullName}: {column.Value("table")}.{column.Value("field")}");
            }
        }
    }

    [Fact]
    public void Reports_UseColumnsOfTheirReportType()
    {
        foreach (var report in SalesforceSource.OfType("Report").Where(report => report.Path.EndsWith(".report-meta.xml", StringComparison.Ordinal)))
        {
            var type = SalesforceSource.Single("ReportType", report.Xml!.Value("reportType")![..^3]).Xml!;
            var offered = type.All("columns").Select(column => $"{column.Value("table")}${column.Value("field")}").ToHashSet();
            var shown = report.Xml!.All("columns").Select(column => column.Value("field")!).ToList();
            var grouped = report.Xml!.All("groupingsDown").Select(group => group.Value("field")!).ToList();
            var used = shown.Concat(grouped).Concat(report.Xml!.All("criteriaItems").Select(item => item.Value("column")!))
                .Append(report.Xml!.Element(SalesforceSource.Metadata + "timeFrameFilter")!.Value("dateColumn")!)
                .Concat(report.Xml!.All("chart").SelectMany(chart => chart.Values("groupingColumn")))
                .Concat(report.Xml!.All("chartSummaries").Select(summary => summary.Value("column")!).Where(column => column != "RowCount"));
            used.Where(column => !offered.Contains(column)).ShouldBeEmpty(report.FullName);
            shown.Intersect(grouped).ShouldBeEmpty("a column that is grouped by cannot be shown as well");
            report.Xml!.Value("name")!.Length.ShouldBeLessThanOrEqualTo(40);
            report.FullName.ShouldStartWith("CreditBridge/");
        }
    }

    [Fact]
    public void Dashboards_ShowReportsThatHaveAChart()
    {
        foreach (var component in SalesforceSource.OfType("Dashboard").SelectMany(dashboard => dashboard.Xml!.All("components")))
        {
            var report = SalesforceSource.Single("Report", component.Value("report")!).Xml!;
            if (component.Is("useReportChart")) report.All("chart").ShouldHaveSingleItem(component.Value("report"));
        }
    }

    [Fact]
    public void Apps_And_PermissionSets_NameWhatExists()
    {
        foreach (var app in SalesforceSource.OfType("CustomApplication"))
        {
            Exists("FlexiPage", app.Xml!.Value("utilityBar")!);
            foreach (var tab in app.Xml!.Values("tabs").Where(tab => !tab.StartsWith("standard-", StringComparison.Ordinal))) Exists("CustomTab", tab);
        }

        foreach (var tab in SalesforceSource.OfType("CustomTab")) Exists("CustomObject", tab.FullName);
        foreach (var set in SalesforceSource.OfType("PermissionSet").Select(set => set.Xml!))
        {
            foreach (var item in set.All("applicationVisibilities")) Exists("CustomApplication", item.Value("application")!);
            foreach (var item in set.All("tabSettings")) Exists("CustomTab", item.Value("tab")!);
            foreach (var item in set.All("flowAccesses")) Exists("Flow", item.Value("flow")!);
            foreach (var item in set.All("customPermissions")) Exists("CustomPermission", item.Value("name")!);
            foreach (var item in set.All("objectPermissions").Select(item => item.Value("object")!).Where(name => name.Contains("__", StringComparison.Ordinal))) Exists("CustomObject", item);
            foreach (var item in set.All("externalCredentialPrincipalAccesses"))
            {
                var (credential, principal) = (item.Value("externalCredentialPrincipal")!.Split('-')[0], item.Value("externalCredentialPrincipal")!.Split('-')[1]);
                SalesforceSource.Single("ExternalCredential", credential).Xml!.All("externalCredentialParameters")
                    .ShouldContain(parameter => parameter.Value("parameterType") == "NamedPrincipal" && parameter.Value("parameterName") == principal);
            }
        }
    }

    [Fact]
    public void Sharing_GoesToGroupsAndQueuesThatExist()
    {
        foreach (var rules in SalesforceSource.OfType("SharingRules"))
        {
            SalesforceSource.Single("CustomObject", rules.FullName).Xml!.Value("sharingModel").ShouldBe("Private", "otherwise there is nothing to share");
            foreach (var group in rules.Xml!.All("group")) Exists("Group", group.Value);
            foreach (var queue in rules.Xml!.All("queue")) Exists("Queue", queue.Value);
        }

        foreach (var queue in SalesforceSource.OfType("Queue").Select(queue => queue.Xml!))
        {
            foreach (var group in queue.All("publicGroup")) Exists("Group", group.Value);
            foreach (var item in queue.All("sobjectType")) Exists("CustomObject", item.Value);
        }

        foreach (var share in SalesforceSource.Components.Where(component => component.Xml is not null).SelectMany(component => component.Xml!.All("folderShares")))
            Exists("Group", share.Value("sharedTo")!);
    }

    [Fact]
    public void Formulas_ReadFieldsAndPermissionsThatExist()
    {
        var formulas = SalesforceSource.Fields.Where(field => field.Value.Value("formula") is not null).Select(field => (Object: field.Key.Split('.')[0], Text: field.Value.Value("formula")!))
            .Concat(SalesforceSource.OfType("ValidationRule").Select(rule => (Object: rule.FullName.Split('.')[0], Text: rule.Xml!.Value("errorConditionFormula")!)));
        foreach (var (item, text) in formulas)
        {
            text.Length.ShouldBeLessThan(3900);
            foreach (Match name in Name().Matches(Quoted().Replace(text, "")))
            {
                if (name.Value is "NULL" or "TRUE" or "FALSE") continue;
                if (name.Value.StartsWith("$Permission.", StringComparison.Ordinal)) Exists("CustomPermission", name.Value["$Permission.".Length..]);
                else if (name.Value.Split('.') is [var parent, var field]) IsField(parent, field).ShouldBeTrue(name.Value);
                else IsField(item, name.Value).ShouldBeTrue($"{item}: {name.Value}");
            }
        }
    }

    [Fact]
    public void RecordPageComponent_ReadsFieldsThatExistAndStandsOnTheSamplePages()
    {
        var source = RepositoryFiles.Read(SalesforceSource.Root + "lwc/creditStanding/creditStanding.js");
        var imports = SchemaImport().Matches(source).Select(match => match.Groups[1].Value).ToList();

        imports.Count.ShouldBeGreaterThan(10);
        imports.ShouldBeUnique();
        imports.ShouldAllBe(field => IsField(field.Split('.')[0], field.Split('.')[1]));
        foreach (var page in SalesforceSource.OfType("FlexiPage").Where(page => page.Xml!.Value("type") == "RecordPage"))
            page.Xml!.All("componentName").Select(name => name.Value).ShouldContain("creditStanding");
    }

    [Fact]
    public void ChangeEvents_AreChosenForTheObjectsThatArePolled() => SalesforceSource.OfType("PlatformEventChannelMember")
        .Select(member => (member.Xml!.Value("eventChannel"), member.Xml!.Value("selectedEntity")))
        .ShouldBe([("ChangeEvents", "AccountChangeEvent"), ("ChangeEvents", "OpportunityChangeEvent")], ignoreOrder: true);

    private static bool IsField(string item, string field) => SalesforceSource.Fields.ContainsKey($"{item}.{field}")
        || StandardFields["*"].Contains(field) || (StandardFields.TryGetValue(item, out var standard) && standard.Contains(field));

    private static void Exists(string type, string fullName) =>
        SalesforceSource.OfType(type).ShouldContain(component => component.FullName == fullName, $"{type} {fullName}");

    [GeneratedRegex("""
        "[^"]*"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$?[A-Za-z]\w*(\.\w+)*(?!\w*\s*\()\b(?!\s*\()")]
    private static partial Regex Name();

    [GeneratedRegex("'@salesforce/schema/([A-Za-z_.]+)'")]
    private static partial Regex SchemaImport();
}
