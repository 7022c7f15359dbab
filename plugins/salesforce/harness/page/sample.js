// A small org, made from a seed: the same people and moments in either language, so that pictures and figures can be held
// beside each other. One account is told by hand; the others live by rules.

/** "Now" on the page: 22 Nov 2026, 10:42 in Shanghai. */
export const now = Date.UTC(2026, 10, 22, 2, 42);
export const zone = 'Asia/Shanghai';

const day = 86_400_000;
const hour = 3_600_000;
const minute = 60_000;

const words = {
  en: {
    people: ['Lin Yue', 'Chen Wei', 'Wang Fang'],
    given: [
      'Li Na',
      'Zhang Min',
      'Liu Yang',
      'Emma Keller',
      'Noah Brandt',
      'Sofia Rossi',
      'Zhao Lei',
      'Mia Larsen',
      'Sun Ting',
      'Leo Martin',
      'Xu Jie',
      'Anna Novak',
    ],
    titles: ['Head of operations', 'IT lead', 'Finance', 'Plant manager', 'Buyer'],
    hero: 'Northwind Robotics',
    companies: [
      'Contoso Optics',
      'Fabrikam Motors',
      'Alpine Ski House',
      'Tailspin Toys',
      'Wide World Foods',
      'Litware Labs',
      'Proseware Care',
      'Adatum Freight',
      'Coho Winery',
      'Lucerne Press',
    ],
    owners: ['Zhao Min', 'Ann Berger', 'He Qing'],
    stages: ['Qualification', 'Needs Analysis', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'],
    leadStatus: ['Open', 'Working', 'Qualified'],
    sources: ['Paid search', 'Trade show', 'Partner', 'Web'],
    campaigns: [
      ['Robots in small plants', 'Webinar'],
      ['Autumn product tour', 'Email'],
      ['Hannover fair', 'Trade Show'],
      ['Search: cobots', 'Advertisement'],
    ],
    deal: 'Team plan, 120 seats',
    deals: ['Starter plan', 'Team plan', 'Second plant', 'Renewal'],
    mails: [
      'Your trial is ready',
      'Prices for 120 seats',
      'Re: prices for 120 seats',
      'Security questions',
      'Re: security questions',
      'Three plants like yours',
      'Minutes of our call',
    ],
    calls: ['Price call', 'Call, no answer', 'First call', 'Call about single sign-on'],
    meetings: ['Product demo', 'Trial kick-off', 'Review of the trial'],
    cases: ['Sign-in fails after update', 'Report shows old data', 'How to add a plant'],
    origins: ['Email', 'Phone', 'Web'],
    role: 'Decision maker',
    industry: 'Industrial robots',
    city: 'Suzhou',
  },
  zh: {
    people: ['林悦', '陈伟', '王芳'],
    given: ['李娜', '张敏', '刘洋', '周凯', '吴昊', '郑洁', '赵磊', '孙婷', '马超', '何静', '徐杰', '高翔'],
    titles: ['运营总监', 'IT 负责人', '财务', '厂长', '采购'],
    hero: '北辰机器人',
    companies: [
      '恒光光学',
      '远航汽车',
      '云岭雪具',
      '童趣玩具',
      '广粮食品',
      '启明实验室',
      '安康护理',
      '顺达货运',
      '湖畔酒业',
      '文汇印刷',
    ],
    owners: ['赵敏', '白安然', '何青'],
    stages: ['资格确认', '需求分析', '方案报价', '商务谈判', '已成交', '已失败'],
    leadStatus: ['新建', '跟进中', '已确认'],
    sources: ['付费搜索', '展会', '合作伙伴', '官网'],
    campaigns: [
      ['中小工厂的机器人', 'Webinar'],
      ['秋季产品巡展', 'Email'],
      ['上海工博会', 'Trade Show'],
      ['搜索：协作机器人', 'Advertisement'],
    ],
    deal: '团队版，120 席',
    deals: ['入门版', '团队版', '二期工厂', '续约'],
    mails: [
      '试用已开通',
      '120 席报价',
      '回复：120 席报价',
      '安全问题',
      '回复：安全问题',
      '三家同类工厂的做法',
      '会议纪要',
    ],
    calls: ['价格沟通', '未接通', '首次电话', '单点登录沟通'],
    meetings: ['产品演示', '试用启动会', '试用回顾'],
    cases: ['升级后无法登录', '报表数据未更新', '如何新增工厂'],
    origins: ['Email', 'Phone', 'Web'],
    role: '决策人',
    industry: '工业机器人',
    city: '苏州',
  },
};

const prefixes = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  Opportunity: '006',
  User: '005',
  Task: '00T',
  Event: '00U',
  Case: '500',
  Campaign: '701',
  CampaignMember: '00v',
  EmailMessage: '02s',
  EmailMessageRelation: '0DD',
  LeadHistory: '0HL',
  OpportunityHistory: '008',
  OpportunityContactRole: '00K',
};

/**
 * @param {'en' | 'zh'} lang
 * @returns tables for `createFakeOrg`, the user, and the records that the pages are about
 */
export function sampleOrg(lang) {
  const w = words[lang];
  const tables = Object.fromEntries(Object.keys(prefixes).map((name) => [name, []]));
  const next = random(11);
  const pick = (items) => items[Math.floor(next() * items.length)];
  const add = (object, fields) => {
    const table = tables[object];
    const record = { Id: `${prefixes[object]}${String(table.length + 1).padStart(12, '0')}AAA`, ...fields };
    table.push(record);
    return record;
  };
  const iso = (ms) => new Date(ms).toISOString();
  /** The day in Shanghai, which has no summer time. */
  const date = (ms) => iso(ms + 8 * hour).slice(0, 10);
  /** A moment of a working day: days before now, and the clock there. */
  const at = (daysAgo, clock = '10:00') => {
    const [hours, minutes] = clock.split(':').map(Number);
    return Date.UTC(2026, 10, 22) - daysAgo * day + (hours - 8) * hour + minutes * minute;
  };

  const owners = w.owners.map((Name) => add('User', { Name }));
  const campaigns = w.campaigns.map(([Name, Type]) => add('Campaign', { Name, Type }));

  // What people do with each other

  const campaign = (person, ms, which, respondedMs = null) =>
    add('CampaignMember', {
      CampaignId: campaigns[which].Id,
      ...(person.Id.startsWith('00Q') ? { LeadId: person.Id } : { ContactId: person.Id }),
      Status: respondedMs === null ? 'Sent' : 'Responded',
      HasResponded: respondedMs !== null,
      ...(respondedMs !== null && { FirstRespondedDate: date(respondedMs) }),
      CreatedDate: iso(ms),
    });
  const mail = (person, ms, subject, incoming, opportunity = null) => {
    const email = add('EmailMessage', {
      Subject: w.mails[subject],
      Incoming: incoming,
      MessageDate: iso(ms),
      Status: incoming ? '1' : '3',
      FromAddress: incoming ? person.Email : 'sales@example.com',
      ToAddress: incoming ? 'sales@example.com' : person.Email,
      ...(opportunity && { RelatedToId: opportunity.Id }),
    });
    add('EmailMessageRelation', {
      EmailMessageId: email.Id,
      RelationId: person.Id,
      RelationType: incoming ? 'FromAddress' : 'ToAddress',
      CreatedDate: iso(ms),
    });
  };
  const task = (person, ms, Subject, fields = {}) =>
    add('Task', {
      WhoId: person.Id,
      AccountId: person.AccountId,
      OwnerId: person.OwnerId,
      Subject,
      TaskSubtype: 'Call',
      CallType: 'Outbound',
      Status: 'Completed',
      IsClosed: true,
      IsRecurrence: false,
      CreatedDate: iso(ms - hour),
      CompletedDateTime: iso(ms),
      ...fields,
    });
  const meeting = (person, ms, subject, opportunity = null) =>
    add('Event', {
      WhoId: person.Id,
      AccountId: person.AccountId,
      OwnerId: person.OwnerId,
      Subject: w.meetings[subject],
      EventSubtype: 'Event',
      StartDateTime: iso(ms),
      ActivityDate: date(ms),
      IsAllDayEvent: false,
      IsChild: false,
      IsRecurrence: false,
      ...(opportunity && { WhatId: opportunity.Id }),
    });
  const ticket = (person, ms, subject, closedMs) =>
    add('Case', {
      ContactId: person.Id,
      AccountId: person.AccountId,
      OwnerId: person.OwnerId,
      Subject: w.cases[subject],
      CaseNumber: String(1001 + tables.Case.length).padStart(8, '0'),
      Origin: w.origins[subject % 3],
      Status: closedMs === null ? 'Working' : 'Closed',
      CreatedDate: iso(ms),
      IsClosed: closedMs !== null,
      ...(closedMs !== null && { ClosedDate: iso(closedMs) }),
    });
  /** @param moves when it came into each stage, in the order of the stages; the last may be a loss */
  const deal = (person, Name, Amount, moves, lost = false) => {
    const last = moves.length - 1;
    const stageOf = (i) => w.stages[lost && i === last ? 5 : i];
    const closed = lost || moves.length === 5;
    const opportunity = add('Opportunity', {
      Name,
      Amount,
      AccountId: person.AccountId,
      OwnerId: person.OwnerId,
      LeadSource: person.LeadSource,
      StageName: stageOf(last),
      IsClosed: closed,
      IsWon: moves.length === 5 && !lost,
      CreatedDate: iso(moves[0]),
      LastStageChangeDate: iso(moves[last]),
      CloseDate: closed ? date(moves[last]) : '2026-12-15',
      Probability: lost ? 0 : [10, 25, 40, 70, 100][last],
    });
    add('OpportunityContactRole', {
      OpportunityId: opportunity.Id,
      ContactId: person.Id,
      Role: w.role,
      IsPrimary: true,
      CreatedDate: iso(moves[0]),
    });
    moves.forEach((ms, i) =>
      add('OpportunityHistory', {
        OpportunityId: opportunity.Id,
        StageName: stageOf(i),
        Amount,
        CreatedDate: iso(ms),
        CreatedById: person.OwnerId,
      }),
    );
    return opportunity;
  };
  const lead = (Name, Company, owner, ms, LeadSource, convertedMs) => {
    const record = add('Lead', {
      Name,
      Company,
      Email: `lead${tables.Lead.length + 1}@example.org`,
      OwnerId: owner.Id,
      LeadSource,
      Status: w.leadStatus[convertedMs === null ? 1 : 2],
      CreatedDate: iso(ms),
      IsConverted: convertedMs !== null,
      ...(convertedMs !== null && { ConvertedDate: date(convertedMs) }),
    });
    const change = (i, when) =>
      add('LeadHistory', {
        LeadId: record.Id,
        Field: 'Status',
        OldValue: w.leadStatus[i - 1],
        NewValue: w.leadStatus[i],
        CreatedDate: iso(when),
        CreatedById: owner.Id,
      });
    if (ms + 20 * hour < now) change(1, ms + 20 * hour);
    if (convertedMs !== null) change(2, convertedMs);
    return record;
  };
  const contact = (Name, account, owner, Title, ms, LeadSource) =>
    add('Contact', {
      Name,
      Title,
      AccountId: account.Id,
      OwnerId: owner.Id,
      LeadSource,
      Email: `person${tables.Contact.length + 1}@example.org`,
      Phone: `+86 512 5550 ${String(101 + tables.Contact.length).padStart(4, '0')}`,
      CreatedDate: iso(ms),
    });
  const account = (Name, owner, ms) =>
    add('Account', {
      Name,
      OwnerId: owner.Id,
      Industry: w.industry,
      BillingCity: w.city,
      NumberOfEmployees: 420,
      CreatedDate: iso(ms),
    });

  /** What the platform does when a lead is converted: its activities and memberships become the contact's. */
  const convert = (from, person, ms) => {
    Object.assign(from, {
      IsConverted: true,
      ConvertedDate: date(ms),
      ConvertedContactId: person.Id,
      ConvertedAccountId: person.AccountId,
      Status: w.leadStatus[2],
    });
    for (const one of tables.Task) {
      if (one.WhoId === from.Id) Object.assign(one, { WhoId: person.Id, AccountId: person.AccountId });
    }
    for (const one of tables.CampaignMember) if (one.LeadId === from.Id) one.ContactId = person.Id;
    for (const one of tables.EmailMessageRelation) if (one.RelationId === from.Id) one.RelationId = person.Id;
  };

  // The account of the pictures

  const hero = account(w.hero, owners[0], at(108));
  const [first, second, third] = w.people.map((name, i) =>
    contact(name, hero, owners[0], w.titles[i], at([84, 60, 38][i], '09:30'), w.sources[0]),
  );
  const origin = lead(w.people[0], w.hero, owners[0], at(112, '11:05'), w.sources[0], at(84, '09:30'));
  campaign(origin, at(112, '11:05'), 3, at(110));
  campaign(origin, at(104, '08:10'), 1, at(103));
  task(origin, at(109, '15:20'), w.calls[2]);
  mail(origin, at(98, '10:12'), 5, false);
  mail(origin, at(95, '16:40'), 4, true);
  convert(origin, first, at(84, '09:30'));
  const plan = deal(first, w.deal, 486_000, [at(84, '09:45'), at(60, '10:20'), at(31, '09:05')]);
  origin.ConvertedOpportunityId = plan.Id;
  campaign(first, at(80, '09:00'), 0, at(76));
  mail(first, at(78, '09:14'), 0, false, plan);
  mail(first, at(77, '11:31'), 4, true, plan);
  meeting(first, at(73, '14:00'), 0, plan);
  mail(second, at(70, '10:02'), 3, true, plan);
  mail(first, at(69, '17:26'), 4, false, plan);
  meeting(second, at(60, '10:00'), 1, plan);
  task(second, at(57, '09:40'), w.calls[3], { WhatId: plan.Id });
  ticket(second, at(56, '13:12'), 0, at(54, '17:30'));
  ticket(second, at(55, '08:50'), 2, at(55, '15:05'));
  mail(second, at(54, '10:22'), 3, true, plan);
  // Three quiet weeks, then they wake up again.
  mail(first, at(32, '09:58'), 1, false, plan);
  mail(first, at(31, '08:37'), 2, true, plan);
  meeting(first, at(31, '15:00'), 2, plan);
  mail(third, at(26, '11:45'), 1, false, plan);
  task(third, at(24, '10:15'), w.calls[0], { WhatId: plan.Id, CallType: 'Inbound' });
  mail(third, at(23, '18:05'), 2, true, plan);
  ticket(second, at(20, '09:20'), 1, at(18, '11:00'));
  mail(second, at(19, '09:31'), 6, false, plan);
  task(first, at(17, '14:10'), w.calls[1], { WhatId: plan.Id });
  mail(first, at(13, '10:05'), 1, false, plan);
  mail(first, at(9, '08:52'), 2, true, plan);
  task(second, at(4, '16:30'), w.calls[1], { WhatId: plan.Id });
  const call = { Status: 'Not Started', IsClosed: false, CompletedDateTime: null, TaskSubtype: 'Task', CallType: null };
  task(second, at(0, '17:00'), w.calls[0], { ...call, ActivityDate: '2026-11-22', CreatedDate: iso(at(4)) });
  task(first, at(-3, '17:00'), w.mails[4], { ...call, ActivityDate: '2026-11-25', CreatedDate: iso(at(4)) });

  // The others

  for (let a = 0; a < 120; a++) {
    const owner = owners[a % owners.length];
    const begun = at(4 + Math.floor(next() * 330), `${9 + (a % 8)}:${10 + (a % 45)}`);
    const company = `${w.companies[a % w.companies.length]} ${1 + Math.floor(a / w.companies.length)}`;
    const firm = account(company, owner, begun);
    const source = pick(w.sources);
    const people = 1 + Math.floor(next() * 3);
    for (let p = 0; p < people; p++) {
      let time = begun + p * 6 * day;
      const later = (most) => {
        time += hour + Math.floor(next() * most * day);
        // Nobody in this office works at night.
        const clock = ((time + 8 * hour) % day) / hour;
        if (clock < 8 || clock > 19) time += ((32 - clock) % 24) * hour;
        return time;
      };
      /** What would lie in the future has not happened. */
      const at = (ms, happens) => (ms < now - hour ? happens(ms) : undefined);
      const name = w.given[(a * 5 + p * 3) % w.given.length];
      const stranger = at(later(3), (ms) => lead(name, company, owner, ms, source, null));
      if (!stranger) continue;
      if (next() < 0.7) {
        const responded = next() < 0.6 ? 2 * day : null;
        at(later(4), (ms) => campaign(stranger, ms, a % 4, responded && ms + responded < now ? ms + responded : null));
      }
      if (next() < 0.6) at(later(6), (ms) => task(stranger, ms, w.calls[2]));
      if (next() < 0.28) continue;
      const person = at(later(8), (ms) => {
        const made = contact(name, firm, owner, w.titles[(a + p) % w.titles.length], ms, source);
        convert(stranger, made, ms);
        return made;
      });
      if (!person) continue;
      at(later(4), (ms) => mail(person, ms, 0, false));
      if (next() < 0.6) at(later(4), (ms) => mail(person, ms, 4, true));
      if (next() < 0.65) at(later(9), (ms) => meeting(person, ms, 0));
      if (next() < 0.4) at(later(12), (ms) => ticket(person, ms, a % 3, ms + 2 * day < now ? ms + 2 * day : null));
      if (p > 0 || next() < 0.1) continue;
      const depth = 1 + Math.floor(next() * 7);
      const moves = Array.from({ length: Math.min(5, depth) }, () => later(14)).filter((ms) => ms < now - hour);
      if (moves.length === 0) continue;
      const amount = 20_000 + 1000 * Math.floor(next() * 400);
      const opened = deal(person, w.deals[a % w.deals.length], amount, moves, moves.length > 1 && next() < 0.2);
      for (let n = Math.floor(next() * 6); n > 0; n--)
        at(later(8), (ms) => mail(person, ms, n % 7, n % 2 === 0, opened));
      for (let n = Math.floor(next() * 3); n > 0; n--) {
        at(later(9), (ms) => task(person, ms, w.calls[n % 4], { WhatId: opened.Id }));
      }
    }
  }
  for (const person of tables.Contact) person.LastActivityDate = date(now - day);
  return {
    tables,
    user: { id: owners[0].Id, name: owners[0].Name, zone, viewAll: true },
    ids: { Account: hero.Id, Contact: first.Id, Lead: origin.Id, Opportunity: plan.Id },
  };
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
