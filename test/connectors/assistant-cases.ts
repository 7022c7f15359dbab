import { random } from '../random.js';

/** A file as its owner would map it. */
export interface Case {
  readonly name: string;
  /** Name of the file; default `export.csv`. */
  readonly file?: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** What must be certain (0.8 and more), and nothing else: field to header, several headers for several columns. */
  readonly sure: Readonly<Record<string, string | readonly string[]>>;
  /** What must be asked because a load needs it, with the first candidate: a header, or `=` and a constant. */
  readonly asks?: Readonly<Record<string, string | null>>;
  /** Only possibilities, shown to be looked at: proposed below 0.8. */
  readonly look?: Readonly<Record<string, string | readonly string[]>>;
  readonly kind?: 'profiles';
}

const rows = 24;
const next = random(5);
const below = (n: number): number => Math.floor(next() * n);
const fill = (make: (k: number) => string): string[] => Array.from({ length: rows }, (_, k) => make(k));
const digits = (length: number): string =>
  fill(() => `${below(10)}`)
    .slice(0, length)
    .join('');
const hex = (length: number): string =>
  fill(() => below(16).toString(16))
    .concat(fill(() => below(16).toString(16)))
    .slice(0, length)
    .join('');
const pad = (n: number): string => n.toString().padStart(2, '0');

const people = 9;
const mails = [
  'ann@acme.example',
  'bob@acme.example',
  'cem@north.example',
  'dee@mail.example',
  'eva@mail.example',
  'fay@firm.example',
  'gus@firm.example',
  'hal@acme.example',
  'ida@north.example',
];
const names = [
  'Ann Meyer',
  'Bob Stone',
  'Cem Kaya',
  'Dee Hall',
  'Eva Lind',
  'Fay Moss',
  'Gus Rey',
  'Hal Dunn',
  'Ida Voss',
];
const hanNames = ['张伟', '王芳', '李娜', '刘洋', '陈静', '杨磊', '赵敏', '黄丽', '周强'];
const mobileList = Array.from({ length: people }, (_, k) => `1${['38', '39', '50', '86'][k % 4]!}${k % 3}${digits(7)}`);
const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
const userIds = Array.from({ length: people }, (_, k) => `u_${(k + 83).toString(16)}f${k}a`);
const numberIds = Array.from({ length: people }, (_, k) => `${100_234 + k * 37}`);
const deviceIds = Array.from({ length: people }, () => hex(32));
const uuids = Array.from({ length: people }, uuid);
const someone = fill(() => `${below(people)}`).map(Number);
const of = (list: readonly string[]): string[] => someone.map((k) => list[k]!);

const at = (k: number): Date => new Date(Date.UTC(2026, 0, 3 + k, 8 + (k % 9), (k * 7) % 60, (k * 13) % 60));
const iso = (shift = 0): string[] => fill((k) => at(k + shift).toISOString());
const plain = (shift = 0): string[] => iso(shift).map((text) => text.slice(0, 19).replace('T', ' '));
const slashed = (shift = 0): string[] =>
  fill((k) => {
    const t = at(k + shift);
    return `${t.getUTCFullYear()}/${t.getUTCMonth() + 1}/${t.getUTCDate()} ${t.getUTCHours()}:${pad(t.getUTCMinutes())}`;
  });
const american = (shift = 0): string[] =>
  fill((k) => {
    const t = at(k + shift);
    return `${t.getUTCMonth() + 1}/${t.getUTCDate()}/${t.getUTCFullYear()}, ${t.getUTCHours() % 12 || 12}:${pad(t.getUTCMinutes())} ${t.getUTCHours() < 12 ? 'AM' : 'PM'}`;
  });
const han = (): string[] =>
  fill(
    (k) =>
      `${at(k).getUTCFullYear()}年${at(k).getUTCMonth() + 1}月${at(k).getUTCDate()}日 ${pad(at(k).getUTCHours())}:${pad(at(k).getUTCMinutes())}`,
  );
const days = (shift = 0): string[] => iso(shift).map((text) => text.slice(0, 10));
const compact = (): string[] => days().map((text) => text.replaceAll('-', ''));
const seconds = (): string[] => fill((k) => `${at(k).getTime() / 1000}`);
const millis = (shift = 0): string[] => fill((k) => `${at(k + shift).getTime() + 123}`);
const micros = (): string[] => fill((k) => `${at(k).getTime()}123`);
const clocks = (): string[] => fill((k) => `${pad(at(k).getUTCHours())}:${pad(at(k).getUTCMinutes())}`);
const words = (...list: readonly string[]): string[] => fill(() => list[below(list.length)]!);
const unique = (prefix = ''): string[] => fill((k) => `${prefix}${90_412 + k * 3}`);
const money = (): string[] => fill(() => `${below(900) + 12}.${pad(below(100))}`);
const integers = (most = 40): string[] => fill(() => `${below(most)}`);
const same = (text: string): string[] => fill(() => text);
const empty = (): string[] => fill(() => '');
const some = (values: readonly string[], every = 3): string[] => values.map((text, k) => (k % every === 0 ? text : ''));
const flags = (): string[] => words('true', 'false');
const sentences = (): string[] =>
  fill((k) => `Asked for a quote of ${k + 2} seats and wants to hear back on ${['Monday', 'Friday'][k % 2]!}`);
const urls = (): string[] =>
  words('https://shop.example/', 'https://shop.example/pricing', 'https://shop.example/checkout?step=2');
const american2 = (): string[] => of(mobileList.map((_, k) => `(415) 555-01${pad(k + 10)}`));
const international = (): string[] =>
  of(mobileList.map((phone) => `+86 ${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`));

const visits = words('page_view', 'sign_up', 'add_to_cart', 'purchase');

/** Files of CRMs, web analytics, spreadsheets and product logs, in English and Chinese, with traps. */
export const cases: readonly Case[] = [
  // Product and web analytics.
  {
    name: 'Mixpanel, raw export',
    columns: {
      event: visits,
      time: seconds(),
      distinct_id: of(uuids),
      $insert_id: unique('ins'),
      $city: words('Bern', 'Basel'),
      mp_lib: same('web'),
    },
    sure: { event: 'event', time: 'time', deviceId: 'distinct_id', id: '$insert_id' },
  },
  {
    name: 'Mixpanel, properties flattened',
    columns: {
      event: visits,
      'properties.time': seconds(),
      'properties.distinct_id': of(uuids),
      'properties.$user_id': of(userIds),
      'properties.$browser': words('Chrome', 'Safari'),
    },
    sure: {
      event: 'event',
      time: 'properties.time',
      deviceId: 'properties.distinct_id',
      userId: 'properties.$user_id',
    },
  },
  {
    name: 'Amplitude',
    columns: {
      event_type: visits,
      event_time: plain(),
      user_id: of(userIds),
      device_id: of(deviceIds),
      client_event_time: plain(1),
      server_upload_time: plain(2),
      session_id: millis(),
      insert_id: fill(uuid),
      platform: words('iOS', 'Android'),
    },
    sure: { event: 'event_type', time: 'event_time', userId: 'user_id', deviceId: 'device_id', id: 'insert_id' },
  },
  {
    name: 'GA4, BigQuery with a readable time',
    columns: {
      event_date: compact(),
      event_time: iso(),
      event_name: visits,
      user_pseudo_id: of(unique('19283.')),
      user_id: some(of(userIds)),
      'traffic_source.medium': words('cpc', 'organic'),
      'traffic_source.source': words('google', 'bing'),
      'device.category': words('mobile', 'desktop'),
      page_location: urls(),
    },
    sure: {
      event: 'event_name',
      time: 'event_time',
      userId: 'user_id',
      deviceId: 'user_pseudo_id',
      page: 'page_location',
      source: 'traffic_source.source',
    },
    look: { channel: 'traffic_source.medium' },
  },
  {
    name: 'GA4, as BigQuery has it',
    columns: {
      event_date: compact(),
      event_timestamp: micros(),
      event_name: visits,
      user_pseudo_id: of(unique('19283.')),
      user_first_touch_timestamp: micros(),
    },
    sure: { event: 'event_name', time: 'event_timestamp', deviceId: 'user_pseudo_id' },
  },
  {
    name: 'Segment',
    columns: {
      messageId: fill(uuid),
      anonymousId: of(uuids),
      userId: some(of(userIds), 2),
      event: visits,
      timestamp: iso(),
      sentAt: iso(1),
      receivedAt: iso(1),
      'context.page.url': urls(),
      'context.campaign.source': words('news', 'ads'),
    },
    sure: {
      id: 'messageId',
      deviceId: 'anonymousId',
      userId: 'userId',
      event: 'event',
      time: 'timestamp',
      page: 'context.page.url',
    },
    look: { source: 'context.campaign.source' },
  },
  {
    name: 'Snowplow, few columns',
    columns: {
      app_id: same('shop'),
      etl_tstamp: plain(2),
      collector_tstamp: plain(1),
      dvce_created_tstamp: plain(),
      event: words('unstruct', 'page_view'),
      event_id: fill(uuid),
      user_id: empty(),
      domain_userid: of(deviceIds),
      network_userid: of(deviceIds.map((id) => id.split('').toReversed().join(''))),
      page_url: urls(),
      page_referrer: urls(),
      mkt_medium: words('ppc', 'display'),
      mkt_source: words('google', 'bing'),
      derived_tstamp: plain(),
    },
    sure: {
      time: 'derived_tstamp',
      event: 'event',
      id: 'event_id',
      deviceId: 'domain_userid',
      userId: 'user_id',
      page: 'page_url',
      channel: 'mkt_medium',
      source: 'mkt_source',
    },
    look: { deviceId: 'network_userid' },
  },
  {
    name: 'Matomo, visits log',
    columns: {
      visitorId: of(deviceIds),
      serverTimePretty: plain(),
      actionType: words('action', 'goal', 'search'),
      url: urls(),
      referrerType: words('direct', 'search'),
    },
    sure: { deviceId: 'visitorId', event: 'actionType', page: 'url', time: 'serverTimePretty' },
  },
  {
    name: 'PostHog',
    columns: {
      uuid: fill(uuid),
      event: words('$pageview', '$autocapture', 'signed_up'),
      distinct_id: of(uuids),
      timestamp: iso(),
      'properties.$current_url': urls(),
      created_at: iso(1),
    },
    sure: { event: 'event', deviceId: 'distinct_id', time: 'timestamp', page: 'properties.$current_url' },
    look: { id: 'uuid' },
  },
  {
    name: 'Sensors Data',
    columns: {
      distinct_id: of(uuids),
      event: words('$AppStart', '$pageview', 'PayOrder'),
      time: millis(),
      user_id: some(of(userIds), 2),
      $lib: same('js'),
      $device_id: of(deviceIds),
      $is_first_day: flags(),
    },
    sure: { event: 'event', time: 'time', userId: 'user_id' },
    look: { deviceId: ['distinct_id', '$device_id'] },
  },
  {
    name: 'Sensors Data, Chinese headers',
    columns: {
      用户ID: of(userIds),
      设备ID: of(deviceIds),
      事件名称: words('启动', '浏览页面', '提交订单'),
      事件时间: plain(),
      页面地址: urls(),
      应用版本: words('8.1.0', '8.2.0'),
    },
    sure: { userId: '用户ID', deviceId: '设备ID', event: '事件名称', time: '事件时间', page: '页面地址' },
  },
  {
    name: 'product log with epoch milliseconds',
    columns: {
      device_id: of(deviceIds),
      user_id: some(of(userIds), 2),
      event: visits,
      ts: millis(),
      'mobile app version': words('4.1.0', '4.2.0'),
      'phone model': words('iPhone 15', 'Pixel 9'),
      timezone: words('Europe/Zurich', 'Asia/Shanghai'),
    },
    sure: { deviceId: 'device_id', userId: 'user_id', event: 'event', time: 'ts' },
  },
  {
    name: 'product log, camel case',
    columns: {
      eventId: fill(uuid),
      eventName: visits,
      eventTime: iso(),
      userId: of(userIds),
      deviceModel: words('Pixel', 'iPad'),
      lastLogin: iso(2),
      appVersion: words('1.2', '1.3'),
    },
    sure: { id: 'eventId', event: 'eventName', time: 'eventTime', userId: 'userId' },
  },
  {
    name: 'audit log',
    columns: {
      id: fill(uuid),
      occurred_at: iso(),
      actor: of(userIds),
      action: words('create', 'delete', 'share'),
      ip_address: words('10.0.0.1', '10.0.0.2'),
      details: sentences(),
    },
    sure: { time: 'occurred_at', actor: 'actor', event: 'action' },
    look: { id: 'id' },
  },
  {
    name: 'help desk',
    columns: {
      'Ticket ID': unique('T-'),
      'Requester Email': of(mails),
      'Created at': plain(),
      Status: words('open', 'closed'),
      Channel: words('email', 'chat'),
      Assignee: words('Tom', 'Grace'),
      Subject: sentences(),
    },
    sure: { email: 'Requester Email', time: 'Created at', channel: 'Channel', owner: 'Assignee' },
    asks: { event: '=ticket' },
    file: 'tickets.csv',
  },

  // CRMs.
  {
    name: 'HubSpot contacts',
    file: 'hubspot-crm-exports-all-contacts-2026-03-01.csv',
    columns: {
      'Record ID': unique('5'),
      'First Name': of(names.map((name) => name.split(' ')[0]!)),
      'Last Name': of(names.map((name) => name.split(' ')[1]!)),
      Email: of(mails),
      'Phone Number': international(),
      'Contact owner': words('Grace Lin', 'Tom Becker'),
      'Lead Status': words('New', 'Open'),
      'Create Date': plain(),
      'Last Activity Date': plain(3),
      'Associated Company': words('Acme', 'North'),
    },
    sure: {
      id: 'Record ID',
      email: 'Email',
      phone: 'Phone Number',
      owner: 'Contact owner',
      time: 'Create Date',
      stage: 'Lead Status',
      account: 'Associated Company',
    },
    asks: { event: '=crm contact' },
  },
  {
    name: 'HubSpot deals',
    file: 'deals.csv',
    columns: {
      'Record ID': unique('7'),
      'Deal Name': fill((k) => `Plan ${k}`),
      'Deal Stage': words('Appointment', 'Contract', 'Won'),
      'Deal owner': words('Grace Lin', 'Tom Becker'),
      Amount: money(),
      'Create Date': plain(),
      'Close Date': plain(9),
      'Associated Contact Email': of(mails),
    },
    sure: {
      id: 'Record ID',
      stage: 'Deal Stage',
      owner: 'Deal owner',
      value: 'Amount',
      time: 'Create Date',
      email: 'Associated Contact Email',
    },
    asks: { event: '=deal' },
  },
  {
    name: 'HubSpot e-mail events',
    columns: {
      id: fill(uuid),
      created: plain(),
      sent_by_created: plain(-1),
      type: words('OPEN', 'SENT', 'CLICK'),
      recipient: of(mails),
      email_campaign_id: words('2', '86863875'),
      portal_id: same('4727653'),
    },
    sure: { time: 'created', event: 'type', email: 'recipient' },
    look: { id: 'id' },
  },
  {
    name: 'HubSpot, warehouse columns',
    file: 'contact_data.csv',
    columns: {
      id: unique('7'),
      property_email: of(mails),
      property_phone: international(),
      property_createdate: plain(),
      property_hubspot_owner_id: words('40706000', '35252170'),
      property_lifecyclestage: words('lead', 'customer'),
      _fivetran_synced: plain(4),
    },
    sure: {
      email: 'property_email',
      phone: 'property_phone',
      time: 'property_createdate',
      owner: 'property_hubspot_owner_id',
      stage: 'property_lifecyclestage',
    },
    look: { id: 'id' },
    asks: { event: '=contact' },
  },
  {
    name: 'Salesforce leads report',
    file: 'Leads report.csv',
    columns: {
      'Lead ID': fill((k) => `00Q5g00000AbC${pad(k)}`),
      'Lead Owner': words('Grace Lin', 'Tom Becker'),
      'First Name': of(names),
      Email: of(mails),
      Mobile: international(),
      Company: words('Acme', 'North'),
      'Lead Source': words('Web', 'Event'),
      'Lead Status': words('Open', 'Converted'),
      'Created Date': american(),
      'Last Modified Date': american(3),
      'Created By': words('Grace Lin', 'Ivo Tan'),
    },
    sure: {
      owner: 'Lead Owner',
      email: 'Email',
      phone: 'Mobile',
      account: 'Company',
      source: 'Lead Source',
      stage: 'Lead Status',
      time: 'Created Date',
    },
    asks: { event: '=lead' },
  },
  {
    name: 'Salesforce objects by API name',
    file: 'Lead.csv',
    columns: {
      Id: fill((k) => `00Q5g00000AbC${pad(k)}`),
      OwnerId: words('0055g000001', '0055g000002'),
      Email: of(mails),
      MobilePhone: international(),
      LeadSource: words('Web', 'Event'),
      Status: words('Open', 'Converted'),
      CreatedDate: iso(),
      SystemModstamp: iso(2),
      CreatedById: words('0055g000001', '0055g000003'),
      Amount__c: money(),
    },
    sure: {
      owner: 'OwnerId',
      email: 'Email',
      phone: 'MobilePhone',
      source: 'LeadSource',
      time: 'CreatedDate',
      value: 'Amount__c',
    },
    look: { id: 'Id' },
    asks: { event: '=lead' },
  },
  {
    name: 'Salesforce, dotted joins',
    columns: {
      'Lead.Email': of(mails),
      'Lead.MobilePhone': international(),
      'Campaign.Name': words('Spring', 'Autumn'),
      CreatedDate: iso(),
      Status: words('Sent', 'Responded'),
    },
    file: 'campaign-members.csv',
    sure: { email: 'Lead.Email', phone: 'Lead.MobilePhone', time: 'CreatedDate' },
    asks: { event: 'Campaign.Name' },
  },
  {
    name: 'Salesforce tasks',
    columns: {
      Id: fill((k) => `00T5g00000AbC${pad(k)}`),
      WhoId: of(numberIds.map((id) => `0035g${id}AAA`)),
      AccountId: of(numberIds.map((id) => `0015g${id}AAA`)),
      OwnerId: words('0055g000001', '0055g000002'),
      ActivityDate: days(),
      CreatedDate: iso(),
      TaskSubtype: words('Email', 'Call', 'Task'),
      Subject: sentences(),
    },
    sure: { actor: 'WhoId', account: 'AccountId', owner: 'OwnerId', time: 'ActivityDate' },
    look: { id: 'Id', event: 'TaskSubtype' },
    asks: { event: 'TaskSubtype' },
  },
  {
    name: 'Pipedrive activities',
    columns: {
      Type: words('Call', 'Meeting', 'Email'),
      'Contact person': of(names),
      'E-mail': of(mails),
      'Due date': days(4),
      'Add time': plain(),
      'Marked as done time': plain(3),
      Owner: words('Grace', 'Tom'),
    },
    sure: { event: 'Type', email: 'E-mail', owner: 'Owner' },
    look: { time: 'Add time' },
    asks: { time: 'Add time' },
  },
  {
    name: 'Zoho, owner beside customer',
    columns: {
      'Contact Email': of(mails),
      'Owner Email': words('grace@us.example', 'tom@us.example'),
      'Owner Phone': words('+41 44 668 18 00', '+41 44 668 18 01'),
      'Activity Type': words('Call', 'Visit'),
      'Activity Date': plain(),
    },
    sure: { email: 'Contact Email', event: 'Activity Type', time: 'Activity Date' },
  },
  {
    name: 'Dynamics phone calls',
    columns: {
      contactid: of(uuids),
      telephone1: international(),
      emailaddress1: of(mails),
      activitytypecode: words('phonecall', 'email'),
      createdon: iso(),
      modifiedon: iso(2),
      ownerid: words('a1', 'b2'),
    },
    sure: { email: 'emailaddress1', phone: 'telephone1', time: 'createdon', owner: 'ownerid' },
    asks: { event: 'activitytypecode' },
  },
  {
    name: 'Intercom conversations',
    columns: {
      contact_email: of(mails),
      contact_phone: international(),
      started_at: iso(),
      conversation_type: words('inbound', 'campaign'),
      teammate: words('Ivo', 'Mia'),
    },
    sure: { email: 'contact_email', phone: 'contact_phone', time: 'started_at' },
    asks: { event: 'conversation_type' },
  },

  // Shops.
  {
    name: 'Shopify orders',
    file: 'orders_export_1.csv',
    columns: {
      Name: unique('#'),
      Email: of(mails),
      'Financial Status': words('paid', 'refunded'),
      'Paid at': plain(1),
      'Created at': plain(),
      'Fulfilled at': plain(5),
      Total: money(),
      'Billing Phone': international(),
      Phone: international(),
      'Lineitem quantity': integers(5),
      Source: words('web', 'pos'),
      Vendor: words('A', 'B'),
      Employee: words('Ivo', 'Mia'),
    },
    sure: { email: 'Email', time: 'Created at', value: 'Total', phone: ['Billing Phone', 'Phone'], source: 'Source' },
    asks: { event: '=order' },
  },
  {
    name: 'shop, amounts named number',
    columns: { customer_id: of(numberIds), order_date: plain(), number: money(), action: words('order', 'refund') },
    sure: { userId: 'customer_id', time: 'order_date', event: 'action' },
    look: { value: 'number' },
  },
  {
    name: 'WooCommerce',
    file: 'orders.csv',
    columns: {
      order_id: unique(),
      date_created: plain(),
      billing_email: of(mails),
      billing_phone: american2(),
      order_total: money(),
      status: words('completed', 'processing'),
    },
    sure: { email: 'billing_email', phone: 'billing_phone', time: 'date_created', value: 'order_total' },
    asks: { event: '=order' },
  },
  {
    name: '淘宝订单',
    file: '订单明细.xlsx',
    columns: {
      订单编号: unique('26'),
      买家ID: of(userIds),
      收货人手机: of(mobileList),
      实付金额: money(),
      付款时间: plain(),
      订单状态: words('交易成功', '交易关闭'),
      店铺名称: same('旗舰店'),
    },
    sure: { userId: '买家ID', phone: '收货人手机', value: '实付金额', time: '付款时间', defaultCountry: '=CN' },
    asks: { event: '=订单' },
  },

  // Spreadsheets.
  {
    name: 'spreadsheet of calls, English',
    columns: {
      Date: american(),
      Customer: of(names.map((name) => name.split(' ')[0]!)),
      Activity: words('call', 'visit', 'mail'),
      Notes: sentences(),
    },
    sure: { time: 'Date', event: 'Activity', actor: 'Customer' },
  },
  {
    name: 'spreadsheet, day and time of day apart',
    columns: { Date: days(), Time: clocks(), 'E-Mail Address': of(mails), Action: words('call', 'visit') },
    sure: { time: 'Date+Time', email: 'E-Mail Address', event: 'Action' },
  },
  {
    name: 'spreadsheet, phones as numbers',
    columns: { Mobile: of(mobileList), When: slashed(), Step: words('invited', 'came', 'bought') },
    sure: { phone: 'Mobile', time: 'When', event: 'Step', defaultCountry: '=CN' },
  },
  {
    name: 'spreadsheet, three names of a phone',
    columns: { Tel: american2(), cell: american2(), timestamp: iso(), event: visits },
    sure: { phone: ['Tel', 'cell'], time: 'timestamp', event: 'event' },
  },
  {
    name: 'web form',
    file: 'form-submissions.csv',
    columns: {
      'Submitted At': plain(),
      'Your email': of(mails),
      'Your name': of(names),
      'Phone (optional)': some(international(), 2),
      Message: sentences(),
      'Form name': words('Demo', 'Contact us'),
      UTM_Source: words('google', 'news'),
      UTM_Medium: words('cpc', 'email'),
    },
    sure: {
      time: 'Submitted At',
      email: 'Your email',
      phone: 'Phone (optional)',
      source: 'UTM_Source',
      channel: 'UTM_Medium',
    },
    asks: { event: '=form submission' },
  },
  {
    name: 'webinar attendance',
    file: 'webinar.csv',
    columns: {
      'Attendee Email': of(mails),
      'Join Time': american(),
      'Leave Time': american(1),
      Status: words('attended', 'registered'),
    },
    sure: { email: 'Attendee Email' },
    look: { time: 'Join Time' },
    asks: { time: 'Join Time', event: '=webinar' },
  },
  {
    name: 'newsletter tool',
    columns: {
      'Email Address': of(mails),
      'Email opened': flags(),
      'Email clicks': integers(4),
      'Email subject': words('Hello', 'News'),
      Event: words('open', 'click', 'bounce'),
      Timestamp: plain(),
      'Opt-in Time': plain(-9),
    },
    sure: { email: 'Email Address', event: 'Event', time: 'Timestamp' },
  },
  {
    name: 'e-mails without a name for them',
    columns: { who: of(mails), at: iso(), what: words('visit', 'signup') },
    sure: { email: 'who', time: 'at' },
    asks: { event: 'what' },
  },
  {
    name: 'last login beside event time',
    columns: { user: of(userIds), 'last login': plain(5), 'event time': plain(), event: visits },
    sure: { actor: 'user', time: 'event time', event: 'event' },
  },
  {
    name: 'only a last login',
    columns: { user_id: of(userIds), last_login: plain(), plan: words('free', 'pro') },
    sure: { userId: 'user_id' },
    asks: { time: 'last_login', event: 'plan' },
  },
  {
    name: 'two columns that could be the customer',
    columns: { customer: of(userIds), user: of(numberIds), time: iso(), event: visits },
    sure: { time: 'time', event: 'event' },
    look: { actor: 'customer' },
    asks: { actor: 'customer' },
  },
  {
    name: 'customer and user both with ids',
    columns: { customer_id: of(numberIds), user_id: of(userIds.toReversed()), time: iso(), event: visits },
    sure: { time: 'time', event: 'event' },
    look: { userId: ['customer_id', 'user_id'] },
    asks: { actor: 'customer_id' },
  },
  {
    name: 'no header that helps',
    columns: { a: of(numberIds), b: iso(), c: words('visit', 'signup', 'pay') },
    sure: { time: 'b' },
    asks: { actor: null, event: 'c' },
  },
  {
    name: 'numbers called time',
    columns: { user_id: of(userIds), time: integers(500), created_at: iso(), event: visits },
    sure: { userId: 'user_id', time: 'created_at', event: 'event' },
  },
  {
    name: 'export stamp beside the time',
    columns: {
      email: of(mails),
      exported_at: same('2026-03-01 10:00:00'),
      date: plain(),
      event_type: words('open', 'click'),
    },
    sure: { email: 'email', time: 'date', event: 'event_type' },
  },
  {
    name: 'German time zone column and ids',
    columns: {
      member_id: of(numberIds),
      visited_at: plain(),
      visit_type: words('gym', 'pool'),
      timezone: same('Europe/Berlin'),
    },
    sure: { userId: 'member_id', time: 'visited_at' },
    asks: { event: 'visit_type' },
  },
  {
    name: 'call centre',
    columns: {
      msisdn: international(),
      call_time: plain(),
      direction: words('in', 'out'),
      agent: words('Ivo', 'Mia'),
      'agent phone': words('+41446681800', '+41446681801'),
      disposition: words('answered', 'missed'),
    },
    sure: { phone: 'msisdn', time: 'call_time' },
    look: { owner: 'agent' },
    asks: { event: 'direction' },
  },
  {
    name: 'profiles: no time at all',
    columns: {
      email: fill((k) => `p${k}@mail.example`),
      mobile: fill(() => `+86138${digits(8)}`),
      name: of(names),
      plan: words('free', 'pro'),
      birthday: fill((k) => `19${70 + k}-05-0${1 + (k % 9)}`),
    },
    sure: { email: 'email', phone: 'mobile' },
    kind: 'profiles',
  },
  {
    name: '客户名单：没有时间',
    file: '客户名单.xlsx',
    columns: {
      客户编号: unique('K'),
      姓名: of(hanNames),
      手机号: fill(() => `139${digits(8)}`),
      城市: words('上海', '杭州'),
      生日: fill((k) => `198${k % 10}-03-12`),
    },
    sure: { userId: '客户编号', phone: '手机号', defaultCountry: '=CN' },
    kind: 'profiles',
  },

  // Chinese CRMs, WeCom, Feishu, DingTalk.
  {
    name: '运营表',
    file: '活动触达.xlsx',
    columns: {
      手机号: of(mobileList),
      客户姓名: of(hanNames),
      活动名称: words('春季新品直播', '老客回馈日', '线下沙龙'),
      渠道: words('微信', '抖音', '短信'),
      时间: slashed(),
      备注: some(sentences()),
    },
    sure: { phone: '手机号', channel: '渠道', time: '时间', defaultCountry: '=CN' },
    look: { event: '活动名称' },
    asks: { event: '活动名称' },
  },
  {
    name: '运营表，有行为',
    columns: {
      手机号: of(mobileList),
      活动名称: words('春季直播', '老客回馈日'),
      行为: words('点击', '报名', '到场'),
      来源渠道: words('微信', '抖音'),
      发生时间: han(),
    },
    sure: { phone: '手机号', event: '行为', time: '发生时间', channel: '来源渠道', defaultCountry: '=CN' },
  },
  {
    name: '企业微信客户',
    file: '企业微信客户.csv',
    columns: {
      客户名称: of(hanNames),
      外部联系人ID: of(userIds.map((id) => `wmQ${id}`)),
      添加人: words('小李', '小王'),
      添加时间: plain(),
      来源: words('扫码', '搜索手机号'),
      手机: some(of(mobileList)),
      客服电话: same('02188886666'),
    },
    sure: {
      userId: '外部联系人ID',
      owner: '添加人',
      time: '添加时间',
      source: '来源',
      phone: '手机',
      defaultCountry: '=CN',
    },
    asks: { event: '=企业微信客户' },
  },
  {
    name: '企微会话存档',
    columns: {
      external_userid: of(userIds),
      userid: words('lisa', 'tom'),
      msgtime: millis(),
      msgtype: words('text', 'image', 'link'),
      msgid: unique('m'),
    },
    sure: { userId: 'external_userid', time: 'msgtime' },
    asks: { event: 'msgtype' },
    look: { userId: 'userid' },
  },
  {
    name: '飞书多维表格',
    columns: {
      姓名: of(hanNames),
      联系电话: of(mobileList),
      公司名称: words('甲公司', '乙公司'),
      签到时间: plain(),
      活动: words('上海沙龙', '北京沙龙'),
      负责人: words('小李', '小王'),
    },
    sure: {
      phone: '联系电话',
      account: '公司名称',
      time: '签到时间',
      event: '活动',
      owner: '负责人',
      defaultCountry: '=CN',
    },
  },
  {
    name: '钉钉跟进记录',
    columns: {
      客户名称: words('甲公司', '乙公司'),
      联系人: of(hanNames),
      联系人手机: of(mobileList),
      跟进方式: words('电话', '拜访', '微信'),
      跟进时间: plain(),
      跟进人: words('小李', '小王'),
      跟进内容: sentences(),
      下次跟进时间: plain(7),
    },
    sure: { phone: '联系人手机', event: '跟进方式', time: '跟进时间', owner: '跟进人', defaultCountry: '=CN' },
  },
  {
    name: '销售易商机',
    file: '商机.xlsx',
    columns: {
      商机编号: unique('SJ'),
      客户名称: words('甲公司', '乙公司'),
      联系电话: of(mobileList),
      销售阶段: words('初步接洽', '方案报价', '赢单'),
      商机金额: money(),
      负责人: words('小李', '小王'),
      创建时间: plain(),
      预计成交日期: days(40),
      最后修改时间: plain(5),
    },
    sure: {
      phone: '联系电话',
      stage: '销售阶段',
      value: '商机金额',
      owner: '负责人',
      time: '创建时间',
      defaultCountry: '=CN',
    },
    asks: { event: '=商机' },
  },
  {
    name: '电商会员',
    columns: {
      会员号: of(numberIds),
      邮箱: of(mails),
      手机型号: words('华为 P60', 'iPhone 15'),
      操作: words('浏览', '加购', '下单'),
      操作时间: plain(),
      金额: money(),
    },
    sure: { userId: '会员号', email: '邮箱', event: '操作', time: '操作时间', value: '金额' },
  },
  {
    name: '小程序日志',
    columns: {
      openid: of(userIds),
      unionid: of(uuids),
      事件: words('打开', '分享', '下单'),
      时间戳: millis(),
      页面路径: words('/pages/index', '/pages/cart'),
    },
    sure: { userId: 'unionid', event: '事件', time: '时间戳', page: '页面路径' },
    look: { userId: 'openid' },
  },
  {
    name: '线索表，负责人电话在旁',
    file: '线索.csv',
    columns: {
      客户手机号: of(mobileList),
      负责人手机: words('13912340001', '13912340002'),
      线索来源: words('官网', '展会'),
      线索状态: words('新建', '已转化'),
      创建日期: days(),
      创建人: words('小李', '小王'),
    },
    sure: { phone: '客户手机号', source: '线索来源', stage: '线索状态', time: '创建日期', defaultCountry: '=CN' },
    asks: { event: '=线索' },
  },
  {
    name: '问卷',
    file: '问卷.xlsx',
    columns: {
      序号: fill((k) => `${k + 1}`),
      提交时间: slashed(),
      '您的邮箱（必填）': of(mails),
      邮箱是否打开: words('是', '否'),
      满意度: integers(5),
    },
    sure: { email: '您的邮箱（必填）', time: '提交时间' },
    look: { id: '序号' },
    asks: { event: '=问卷' },
  },
  {
    name: '呼叫记录',
    columns: {
      客户电话: of(mobileList),
      坐席: words('小李', '小王'),
      坐席电话: words('02112345678', '02112345679'),
      通话时间: plain(),
      通话状态: words('已接', '未接'),
      通话时长: integers(600),
    },
    sure: { phone: '客户电话', time: '通话时间', defaultCountry: '=CN' },
    look: { owner: '坐席' },
    asks: { event: '通话状态' },
  },
  {
    name: '广告平台',
    columns: {
      设备号: of(deviceIds),
      日期: days(),
      推广渠道: words('百度', '巨量引擎'),
      行为类型: words('曝光', '点击', '激活'),
      消费金额: money(),
    },
    sure: { deviceId: '设备号', time: '日期', channel: '推广渠道', event: '行为类型', value: '消费金额' },
  },
  {
    name: 'mixed headers',
    columns: {
      手机号: of(mobileList),
      mobile: of(mobileList.map((phone) => `0086${phone}`)),
      created_at: iso(),
      utm_medium: words('cpc', 'email', 'social'),
      事件: words('点击', '访问', '注册'),
      uid: of(userIds),
      amt: money(),
      remark: some(sentences()),
    },
    sure: {
      phone: ['手机号', 'mobile'],
      time: 'created_at',
      channel: 'utm_medium',
      event: '事件',
      userId: 'uid',
      defaultCountry: '=CN',
    },
    look: { value: 'amt' },
  },

  // Files that the words were not chosen for; right at first sight but for two, which these guard.
  {
    name: 'payments',
    file: 'stripe.csv',
    columns: {
      id: fill(uuid),
      'Created (UTC)': plain(),
      Amount: money(),
      Currency: same('usd'),
      'Customer ID': of(numberIds),
      'Customer Email': of(mails),
      'Card Last4': integers(),
      Status: words('paid', 'refunded'),
    },
    sure: { userId: 'Customer ID', email: 'Customer Email', time: 'Created (UTC)', value: 'Amount' },
    look: { id: 'id' },
    asks: { event: '=stripe' },
  },
  {
    name: 'installs and events of an app',
    columns: {
      'Attributed Touch Type': words('click', 'impression'),
      'Attributed Touch Time': plain(-2),
      'Install Time': plain(-1),
      'Event Time': plain(),
      'Event Name': visits,
      'AppsFlyer ID': of(deviceIds),
      'Customer User ID': of(userIds),
      'Media Source': words('google', 'meta'),
      Channel: words('search', 'display'),
    },
    sure: {
      userId: 'Customer User ID',
      deviceId: 'AppsFlyer ID',
      time: 'Event Time',
      event: 'Event Name',
      channel: 'Channel',
    },
    look: { source: 'Media Source' },
  },
  {
    name: 'course, the teacher beside the student',
    columns: {
      'Student ID': of(numberIds),
      Course: words('Algebra', 'Biology'),
      Activity: words('lesson', 'quiz', 'exam'),
      Date: plain(),
      Score: integers(100),
      'Teacher Email': words('t1@school.example', 't2@school.example'),
    },
    sure: { userId: 'Student ID', event: 'Activity', time: 'Date' },
  },
  {
    name: 'bank, value date beside the transaction',
    file: 'statements.csv',
    columns: {
      'Account Number': of(numberIds),
      'Transaction Date': days(),
      'Value Date': days(2),
      Description: sentences(),
      Debit: money(),
    },
    sure: { time: 'Transaction Date' },
    look: { value: 'Debit' },
    asks: { actor: null, event: '=statement' },
  },
  {
    name: 'clinic, when it was entered beside when it is',
    columns: {
      'Patient ID': of(numberIds),
      'Appointment Date': plain(6),
      'Created On': plain(),
      Doctor: of(names),
      'Visit Type': words('first', 'check'),
      'Phone No.': international(),
    },
    sure: { userId: 'Patient ID', phone: 'Phone No.', time: 'Appointment Date' },
    asks: { event: 'Visit Type' },
  },
  {
    name: 'e-mail of somebody unnamed',
    columns: { 'Backup Email': of(mails), Timestamp: plain(), Event: visits },
    sure: { time: 'Timestamp', event: 'Event' },
    look: { email: 'Backup Email' },
    asks: { actor: 'Backup Email' },
  },
  {
    name: '有赞订单',
    file: '有赞订单.csv',
    columns: {
      订单号: unique('E2026'),
      买家昵称: of(hanNames),
      买家手机: of(mobileList),
      下单时间: plain(),
      付款时间: plain(1),
      订单状态: words('已发货', '已完成'),
      实付金额: money(),
      渠道: words('小程序', '公众号'),
    },
    sure: { phone: '买家手机', value: '实付金额', channel: '渠道', defaultCountry: '=CN' },
    look: { time: '下单时间' },
    asks: { time: '下单时间', event: '=有赞订单' },
  },
  {
    name: '活动报名，邀请人电话在旁',
    file: '活动报名.csv',
    columns: {
      报名时间: plain(),
      姓名: of(hanNames),
      手机: of(mobileList),
      公司: words('甲公司', '乙公司'),
      邀请人: words('小李', '小王'),
      邀请人手机: words('13912340001', '13912340002'),
      是否到场: words('是', '否'),
    },
    sure: { phone: '手机', time: '报名时间', account: '公司', defaultCountry: '=CN' },
    asks: { event: '=活动报名' },
  },
  {
    name: '客服会话',
    file: '客服会话.csv',
    columns: {
      会话ID: fill(uuid),
      访客ID: of(deviceIds),
      客服: words('小李', '小王'),
      会话开始时间: plain(),
      会话结束时间: plain(1),
      来源渠道: words('网页', '微信'),
    },
    sure: { deviceId: '访客ID', channel: '来源渠道' },
    look: { time: '会话开始时间' },
    asks: { time: '会话开始时间', event: '=客服会话' },
  },
  {
    name: 'meetings, the host beside the invitee',
    file: 'meetings.csv',
    columns: {
      Invitee: of(mails),
      'Event Type Name': words('Intro', 'Demo'),
      'Start Date & Time': plain(4),
      'Event Created Date & Time': plain(),
      'User Email': words('grace@us.example', 'tom@us.example'),
      Canceled: flags(),
    },
    sure: { email: 'Invitee', time: 'Start Date & Time' },
    look: { email: 'User Email' },
    asks: { event: '=meeting' },
  },
  {
    name: 'mails sent and opened',
    file: 'emails.csv',
    columns: {
      from: words('grace@us.example', 'tom@us.example'),
      to: of(mails),
      sent_at: plain(),
      opened_at: plain(1),
      clicked_at: some(plain(2)),
    },
    sure: {},
    look: { email: ['to', 'from'], time: 'sent_at' },
    asks: { actor: 'to', time: 'sent_at', event: '=email' },
  },
  {
    name: 'a form in whole sentences',
    file: 'responses.csv',
    columns: {
      '#': fill(uuid),
      'What is your email?': of(mails),
      'What is your phone number?': international(),
      'Submit Date (UTC)': plain(1),
      'Start Date (UTC)': plain(),
    },
    sure: { email: 'What is your email?', phone: 'What is your phone number?', time: 'Submit Date (UTC)' },
    asks: { event: '=response' },
  },
  {
    name: 'ids of two systems',
    columns: { external_user_id: of(numberIds), user_id: of(deviceIds), time: iso(), event_type: visits },
    sure: { userId: 'external_user_id', time: 'time', event: 'event_type' },
    look: { userId: 'user_id' },
  },
];
