import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import ACCOUNT_ID from '@salesforce/schema/Opportunity.AccountId';
import ACCOUNT_CREDIT_STANDING from '@salesforce/schema/Account.Credit_Standing__c';
import ACCOUNT_CREDIT_HOLD_REASON from '@salesforce/schema/Account.Credit_Hold_Reason__c';
import ACCOUNT_CREDIT_LIMIT_STATUS from '@salesforce/schema/Account.Credit_Limit_Status__c';
import ACCOUNT_CREDIT_LIMIT from '@salesforce/schema/Account.Credit_Limit__c';
import ACCOUNT_CREDIT_EXPOSURE from '@salesforce/schema/Account.Credit_Exposure__c';
import ACCOUNT_CREDIT_HEADROOM from '@salesforce/schema/Account.Credit_Headroom__c';
import ACCOUNT_PAST_DUE_AMOUNT from '@salesforce/schema/Account.Past_Due_Amount__c';
import ACCOUNT_OLDEST_PAST_DUE_DAYS from '@salesforce/schema/Account.Oldest_Past_Due_Days__c';
import ACCOUNT_RECOMMENDED_TERMS from '@salesforce/schema/Account.Recommended_Terms__c';
import ACCOUNT_CREDIT_MESSAGE from '@salesforce/schema/Account.Credit_Message__c';
import ACCOUNT_CREDIT_CURRENCY from '@salesforce/schema/Account.Credit_Currency__c';
import ACCOUNT_CREDIT_CHECKED_AT from '@salesforce/schema/Account.Credit_Checked_At__c';
import DEAL_CREDIT_CHECK_STATUS from '@salesforce/schema/Opportunity.Credit_Check_Status__c';
import DEAL_CREDIT_CHECK_MESSAGE from '@salesforce/schema/Opportunity.Credit_Check_Message__c';
import DEAL_CREDIT_ALTERNATIVES from '@salesforce/schema/Opportunity.Credit_Alternatives__c';
import DEAL_HEADROOM_AFTER_DEAL from '@salesforce/schema/Opportunity.Headroom_After_Deal__c';
import DEAL_CREDIT_REVIEW_DUE from '@salesforce/schema/Opportunity.Credit_Review_Due__c';
import DEAL_CREDIT_CURRENCY from '@salesforce/schema/Opportunity.Credit_Currency__c';
import DEAL_CREDIT_CHECKED_AT from '@salesforce/schema/Opportunity.Credit_Checked_At__c';

const ACCOUNT_FIELDS = [
    ACCOUNT_CREDIT_STANDING,
    ACCOUNT_CREDIT_HOLD_REASON,
    ACCOUNT_CREDIT_LIMIT_STATUS,
    ACCOUNT_CREDIT_LIMIT,
    ACCOUNT_CREDIT_EXPOSURE,
    ACCOUNT_CREDIT_HEADROOM,
    ACCOUNT_PAST_DUE_AMOUNT,
    ACCOUNT_OLDEST_PAST_DUE_DAYS,
    ACCOUNT_RECOMMENDED_TERMS,
    ACCOUNT_CREDIT_MESSAGE,
    ACCOUNT_CREDIT_CURRENCY,
    ACCOUNT_CREDIT_CHECKED_AT,
];
const DEAL_FIELDS = [
    ACCOUNT_ID,
    DEAL_CREDIT_CHECK_STATUS,
    DEAL_CREDIT_CHECK_MESSAGE,
    DEAL_CREDIT_ALTERNATIVES,
    DEAL_HEADROOM_AFTER_DEAL,
    DEAL_CREDIT_REVIEW_DUE,
    DEAL_CREDIT_CURRENCY,
    DEAL_CREDIT_CHECKED_AT,
];

// What a result looks like: icon and colour never stand alone, the words are always beside them.
const LOOKS = {
    Prequalified: ['utility:success', 'slds-text-color_success'],
    Conditional: ['utility:warning', 'slds-text-color_default'],
    'Review needed': ['utility:clock', 'slds-text-color_default'],
    'Past due': ['utility:warning', 'slds-text-color_error'],
    'Does not fit': ['utility:error', 'slds-text-color_error'],
    'On hold': ['utility:ban', 'slds-text-color_error'],
};
const UNKNOWN = ['utility:info', 'slds-text-color_weak'];

/** Where a customer stands with credit, on the record page of an account or an opportunity. Reads only, through the user's own permissions. */
export default class CreditStanding extends LightningElement {
    @api recordId;
    @api objectApiName;

    dealResult = {};
    accountResult = {};

    get isDeal() {
        return this.objectApiName === 'Opportunity';
    }

    get dealId() {
        return this.isDeal ? this.recordId : undefined;
    }

    get accountId() {
        return this.isDeal ? this.read(this.dealResult, ACCOUNT_ID) : this.recordId;
    }

    // Optional: a field that the user may not see is left out, and the rest is shown.
    @wire(getRecord, { recordId: '$dealId', optionalFields: DEAL_FIELDS })
    wiredDeal(result) {
        this.dealResult = result;
    }

    @wire(getRecord, { recordId: '$accountId', optionalFields: ACCOUNT_FIELDS })
    wiredAccount(result) {
        this.accountResult = result;
    }

    get error() {
        return this.dealResult.error || this.accountResult.error
            ? 'The credit standing cannot be shown. Ask your administrator for the permission set CreditBridge Sales.'
            : undefined;
    }

    get isLoading() {
        return (this.isDeal && !this.dealResult.data) || (!!this.accountId && !this.accountResult.data);
    }

    get isUnchecked() {
        return !this.deal && !this.account;
    }

    get deal() {
        const value = (field) => this.read(this.dealResult, field);
        const status = value(DEAL_CREDIT_CHECK_STATUS);
        if (!status) {
            return undefined;
        }
        const headroom = value(DEAL_HEADROOM_AFTER_DEAL);
        const currency = value(DEAL_CREDIT_CURRENCY);
        return {
            status,
            message: value(DEAL_CREDIT_CHECK_MESSAGE),
            headroom,
            currency,
            hasHeadroom: isNumber(headroom) && !!currency,
            reviewDue: value(DEAL_CREDIT_REVIEW_DUE),
            checkedAt: value(DEAL_CREDIT_CHECKED_AT),
        };
    }

    get alternatives() {
        const text = this.read(this.dealResult, DEAL_CREDIT_ALTERNATIVES);
        return (text || '')
            .split('\n')
            .filter((line) => line.trim())
            .map((line, index) => ({ key: String(index), text: line }));
    }

    get hasAlternatives() {
        return this.alternatives.length > 0;
    }

    get account() {
        const value = (field) => this.read(this.accountResult, field);
        const checkedAt = value(ACCOUNT_CREDIT_CHECKED_AT);
        if (!checkedAt) {
            return undefined;
        }
        const currency = value(ACCOUNT_CREDIT_CURRENCY);
        const limit = value(ACCOUNT_CREDIT_LIMIT);
        const headroom = value(ACCOUNT_CREDIT_HEADROOM);
        const pastDue = value(ACCOUNT_PAST_DUE_AMOUNT);
        return {
            standing: value(ACCOUNT_CREDIT_STANDING),
            holdReason: value(ACCOUNT_CREDIT_HOLD_REASON),
            limitStatus: value(ACCOUNT_CREDIT_LIMIT_STATUS),
            limit,
            headroom,
            exposure: value(ACCOUNT_CREDIT_EXPOSURE),
            pastDue,
            oldestDays: value(ACCOUNT_OLDEST_PAST_DUE_DAYS),
            terms: value(ACCOUNT_RECOMMENDED_TERMS),
            message: value(ACCOUNT_CREDIT_MESSAGE),
            currency,
            checkedAt,
            hasLimit: isNumber(limit) && !!currency,
            hasHeadroom: isNumber(headroom) && !!currency,
            isPastDue: pastDue > 0 && !!currency,
        };
    }

    get usedPercent() {
        const { limit, exposure } = this.account;
        return Math.max(0, Math.round((exposure / limit) * 100));
    }

    get hasBar() {
        return !!this.account && this.account.limit > 0 && isNumber(this.account.exposure);
    }

    get usedText() {
        return `${this.usedPercent} %`;
    }

    get usedWithin() {
        return Math.min(100, this.usedPercent);
    }

    get barStyle() {
        return `width: ${this.usedWithin}%`;
    }

    get barClass() {
        return this.usedPercent > 100 ? 'slds-progress-bar__value slds-theme_error' : 'slds-progress-bar__value';
    }

    get dealIcon() {
        return look(this.deal.status)[0];
    }

    get dealClass() {
        return look(this.deal.status)[1];
    }

    get accountIcon() {
        return look(this.account.standing)[0];
    }

    get accountClass() {
        return look(this.account.standing)[1];
    }

    read(result, field) {
        return result.data ? getFieldValue(result.data, field) : undefined;
    }
}

function isNumber(value) {
    return value !== undefined && value !== null;
}

function look(words) {
    return LOOKS[words] || UNKNOWN;
}
