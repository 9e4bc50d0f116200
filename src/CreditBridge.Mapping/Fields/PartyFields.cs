using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// Whom a row of credit information is about. The mapping declares it by the field that it names: <c>company</c> and <c>customer</c> for an ERP customer,
/// <c>account</c> for the record id of an account in the CRM. One of the two, never both: nobody could say which counts when they disagree.
/// </summary>
internal sealed class PartyFields
{
    private readonly CustomerFields? _customer;
    private readonly TextField? _account;

    private PartyFields(CustomerFields? customer, TextField? account) => (_customer, _account) = (customer, account);

    /// <summary>Reads the blocks of the fields.</summary>
    public static PartyFields Read(FieldBlock fields)
    {
        const string Choice = "Write 'company' and 'customer' with the columns of the ERP customer, or 'account: COLUMN' when the rows carry the record id of the account in the CRM.";
        var byCustomer = fields.Has("company") | fields.Has("customer");
        var byAccount = fields.Has("account");
        if (byCustomer && byAccount)
            fields.Refuse("account", "Rows are about an ERP customer and about an account at once.", Choice);
        else if (!byCustomer && !byAccount)
            fields.Refuse("customer", "It is not said whom a row is about.", Choice);
        return new PartyFields(byCustomer ? CustomerFields.Read(fields) : null, byAccount ? TextField.Read(fields, "account", required: true) : null);
    }

    public CreditParty Of(RowReading reading) => _customer is not null ? CreditParty.Of(_customer.Of(reading)) : CreditParty.Account(_account!.KeyPart(reading, "/"));
}
