import { canonicalFields, type CanonicalField, type IdentifierType } from '../../worker/protocol/index.js';

/** A header in the form synonyms are compared in: NFKC, lower case, without spaces, `_`, `-` and `.`. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.]/g, '');
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Headers of identifier columns, by type (`docs/concepts/identity.md`). */
export const identifierNames: Readonly<Record<IdentifierType, ReadonlySet<string>>> = {
  actor: words('actor'),
  userId: words('userid uid memberid customerid 用户id 会员id 用户编号'),
  email: words('email emailaddress mail 邮箱 电子邮箱 邮件 电子邮件'),
  phone: words(
    'phone mobile mobilephone cellphone cell tel telephone phonenumber mobilenumber msisdn 手机 手机号 手机号码 电话 电话号码 联系电话',
  ),
  deviceId: words('deviceid anonymousid anonid cookieid distinctid clientid 设备id'),
};

/** Headers that mean a person or firm without saying which kind of id it is. */
export const actorNames: ReadonlySet<string> = words(
  'customer user contact client visitor contactid personid person profileid member 客户 用户 联系人 会员 客户id 客户编号',
);

/** Headers of the time, clearest first. */
export const timeNames: ReadonlyArray<ReadonlySet<string>> = [
  words('time timestamp eventtime occurredat datetime eventdate eventtimestamp 时间 发生时间 事件时间 时间戳'),
  words('date ts createdat created createdate receivedat 日期 创建时间'),
];

/** Whether a header names a time. */
export function isTimeName(header: string): boolean {
  const name = foldHeader(header);
  return timeNames.some((names) => names.has(name));
}

/** Headers of the event name, clearest first. */
export const eventNames: ReadonlyArray<ReadonlySet<string>> = [
  words('event eventname eventtype touchpoint 事件 事件名称 事件名 事件类型 触点'),
  words('action activity activitytype step 行为 动作 活动 步骤'),
  words('type name 类型 名称'),
];

/** Headers of a row's own id; a bare `id` is too often the customer's. */
export const rowIdNames: ReadonlySet<string> = words('eventid eventuuid messageid 事件id');

const canonicalSynonyms: Readonly<Record<string, CanonicalField>> = {
  渠道: 'channel',
  来源: 'source',
  金额: 'value',
  阶段: 'stage',
  页面: 'page',
};

/** Canonical field that a folded header names. */
export function canonicalField(folded: string): CanonicalField | undefined {
  return (
    canonicalFields.find((field) => field === folded) ??
    (Object.hasOwn(canonicalSynonyms, folded) ? canonicalSynonyms[folded] : undefined)
  );
}
