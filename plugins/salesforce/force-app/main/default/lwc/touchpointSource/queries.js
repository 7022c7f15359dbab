import { gql } from 'lightning/graphql';

/**
 * What the wire gives for an open record. Names only, and a contact's cases: these are the one relation whose
 * touchpoints need nothing but moments and fields of the record itself. A user who may not see one of these fields gets
 * an error instead of data; Apex then tells everything.
 */
const contact = gql`
  query touchpointContact($recordId: ID) {
    uiapi {
      query {
        Contact(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              Name {
                value
              }
              Cases(first: 2000, orderBy: { CreatedDate: { order: DESC } }) {
                edges {
                  node {
                    Id
                    Subject {
                      value
                    }
                    CaseNumber {
                      value
                    }
                    Status {
                      value
                    }
                    Origin {
                      value
                    }
                    IsClosed {
                      value
                    }
                    CreatedDate {
                      value
                    }
                    ClosedDate {
                      value
                    }
                    Account {
                      Id
                      Name {
                        value
                      }
                    }
                  }
                }
                pageInfo {
                  hasNextPage
                }
              }
            }
          }
        }
      }
    }
  }
`;
const lead = gql`
  query touchpointLead($recordId: ID) {
    uiapi {
      query {
        Lead(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              Name {
                value
              }
            }
          }
        }
      }
    }
  }
`;
const account = gql`
  query touchpointAccount($recordId: ID) {
    uiapi {
      query {
        Account(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              Name {
                value
              }
            }
          }
        }
      }
    }
  }
`;
const opportunity = gql`
  query touchpointOpportunity($recordId: ID) {
    uiapi {
      query {
        Opportunity(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              Name {
                value
              }
            }
          }
        }
      }
    }
  }
`;
const QUERIES = { Contact: contact, Lead: lead, Account: account, Opportunity: opportunity };

/** GraphQL document of what the wire gives for a record of this object, or undefined where there is none. */
export function recordQuery(objectApiName) {
  return QUERIES[objectApiName];
}

/** Variables of that document; undefined without a record, so that the wire waits. */
export function recordVariables(recordId) {
  return recordId ? { recordId } : undefined;
}

/** Sources whose rows the wire may give. */
export const wiredSources = ['caseOpened', 'caseClosed'];

/**
 * What the wire told.
 * @returns {{ name: string|null, rows: object[], complete: boolean }} rows of `wiredSources`, as Apex would give them;
 *   none of them counts unless `complete`
 */
export function readWired(wired, objectApiName, recordId) {
  const node = wired?.uiapi?.query?.[objectApiName]?.edges?.[0]?.node;
  if (!node || node.Id !== recordId) return { name: null, rows: [], complete: false };
  const name = node.Name?.value ?? null;
  const cases = node.Cases;
  if (objectApiName !== 'Contact' || !cases || cases.pageInfo?.hasNextPage !== false) {
    return { name, rows: [], complete: false };
  }
  return { name, rows: cases.edges.flatMap((edge) => caseRows(edge.node, node.Id, name)), complete: true };
}

function caseRows(record, contactId, name) {
  const row = (kind, at, status) => ({
    object: 'Case',
    kind,
    key: `${record.Id}:${kind}`,
    recordId: record.Id,
    time: Date.parse(at),
    contactId,
    customerId: contactId,
    name,
    accountId: record.Account?.Id ?? null,
    account: record.Account?.Name?.value ?? null,
    title: record.Subject?.value ?? null,
    caseNumber: record.CaseNumber?.value ?? null,
    source: record.Origin?.value ?? null,
    status,
  });
  const rows = [row('caseOpened', record.CreatedDate.value, null)];
  if (record.IsClosed?.value && record.ClosedDate?.value) {
    rows.push(row('caseClosed', record.ClosedDate.value, record.Status?.value ?? null));
  }
  return rows;
}
