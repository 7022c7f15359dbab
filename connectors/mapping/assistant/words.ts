import type { MappedField } from '../../../worker/protocol/proposal.js';
import { identifierNames } from '../synonyms.js';

/** What a header's word stands for, and how surely: 1 for nothing else, less where it is used for other things too. */
export interface Meaning {
  readonly field: MappedField;
  readonly weight: number;
}

/**
 * Words of headers by field: folded (`foldHeader`), in groups of falling weight. Besides the synonyms of
 * `docs/concepts/identity.md`, which stand in `../synonyms.ts`, these are column names of exports of CRMs, web and
 * product analytics, shops, WeCom, Feishu and DingTalk, and Sensors Data.
 */
const table: Readonly<Partial<Record<MappedField, Readonly<Record<number, string>>>>> = {
  actor: {
    1: joined(identifierNames.actor),
    0.9: 'contactid leadid personid profileid prospectid recipient recipientid whoid callerid vid prospect subscriber 联系人id 线索id 客户',
    0.85: 'customer user contact client visitor member person profile lead 用户 联系人 会员 线索 参会人',
    0.6: 'dealid opportunityid orderid ticketid caseid accountid companyid 商机id 订单id 订单号 订单编号 工单号 工单编号',
  },
  userId: {
    // In WeCom `userid` is who works on the customer, in Braze an id of its own; `external_userid` is the customer.
    1.05: 'externaluserid',
    1: joined(identifierNames.userId),
    0.95: 'customerno customernumber customercode customerkey userno usernumber userkey usercode memberno membernumber membershipid membershipno subscriberid playerid studentid patientid guestid buyerid loginid identityloginid unionid crmid 客户id 客户编号 客户号 客户编码 会员编号 会员号 会员卡号 用户号 登录id 学号 买家id 外部联系人id',
    0.85: 'openid clientno clientnumber clientcode login username 账号 用户账号 用户名 用户标识',
  },
  email: {
    1: joined(identifierNames.email),
    0.95: 'mailaddress emailid eaddress recipientemail 邮箱地址 电子邮件地址 邮件地址 邮箱账号',
  },
  phone: {
    1: joined(identifierNames.phone),
    0.95: 'mobileno phoneno telno telephonenumber cellnumber cellno handphone handy landline 联系方式 联系手机 移动电话 座机 固话 联系号码',
  },
  deviceId: {
    1: joined(identifierNames.deviceId),
    0.95: 'domainuserid userpseudoid appsflyerid adjustid adid fullvisitorid visitorid browserid deviceuuid installid installationid appinstanceid androidid idfa idfv gaid oaid imei cookie gaclientid identityanonymousid identitycookieid 匿名id 访客id 设备号 设备编号 设备标识',
    0.85: 'networkuserid amplitudeid',
    0.65: 'fingerprint',
  },
  time: {
    1: 'time timestamp eventtime occurredat happenedat datetime eventdate eventdatetime eventtimestamp eventat derivedtstamp activitydate activitytime interactiontime 时间 发生时间 事件时间 时间戳 行为时间 触达时间 访问时间 操作时间 活动时间 触发时间 互动时间 上报时间',
    0.95: 'date ts activitydatetime appointmentdate appointmenttime meetingdate meetingtime visitdate visittime calltime calldate checkintime 日期 跟进时间 拨打时间 通话时间 拜访时间 会议时间 沟通时间 浏览时间 签到时间 消费时间 到店时间 就诊时间',
    0.9: 'createdat createdon created createdate createddate createdtime creationdate creationtime submitdate submittime receivedat datecreated timestampinstant roottstamp 创建时间 创建添加时间 提交时间 下单时间 付款时间 支付时间 报名时间 记录时间 录入时间 发起时间',
    0.85: 'collectortstamp starttime startdatetime startdate startedat started begintime occurred loggedat recordedat submittedat submissiontime orderdate ordertime purchasedate purchasedat transactiondate paidat processedat servertime messagetime sessionstart eventts at when 开始时间 时刻 交易时间 成交时间 订单时间',
    0.75: 'dvcecreatedtstamp clienteventtime clienttime sentat senttime closedate closedat 发送时间 结束日期 完成时间',
    0.6: 'updatedat modifiedon updatetime lastupdated modifiedat lastmodified lastmodifieddate timeupdated 更新时间 修改时间',
  },
  event: {
    1: 'event eventname touchpoint 事件 事件名称 事件名',
    0.95: 'eventtype interaction interactiontype engagementtype touchpointtype activityname eventkey 事件类型 触点 行为事件 触点名称 触点类型 互动类型',
    0.9: 'action activity activitytype actiontype actionname behavior behaviour step useraction 行为 动作 活动 步骤 操作 行为类型 行为名称 操作类型 跟进方式 触达方式 操作行为',
    0.65: 'type 类型',
    0.6: 'name subtype kind tasksubtype eventsubtype 名称 活动名称 跟进类型',
    0.5: 'eventaction category method campaign campaignname seaction 分类 类别 方式',
    0.45: 'status subject title outcome 主题 状态',
  },
  id: {
    1: 'eventid eventuuid messageid insertid rowid recordid activityid interactionid transactionid 事件id 消息id 记录id 行id 流水号 trackid',
    0.7: 'id guid uuid key taskid engagementid logid hitid 编号 序号',
  },
  channel: {
    1: 'channel channelname marketingchannel trafficchannel 渠道 渠道名称 推广渠道 营销渠道 投放渠道 触达渠道',
    0.9: 'utmmedium medium mktmedium channelgrouping defaultchannelgroup sessiondefaultchannelgroup channelgroup sessionmedium trafficmedium channeltype 来源渠道 获客渠道 渠道类型 媒介 流量渠道',
    0.6: 'originalsource contactchannel saleschannel orderchannel 下单渠道 平台',
  },
  source: {
    1: 'source 来源',
    0.95: 'utmsource leadsource trafficsource mktsource accountsource sourcename sessionsource opportunitysource 线索来源 客户来源 流量来源 来源名称 用户来源 商机来源',
    0.7: 'origin originalsourcetype latestsource 添加来源 添加方式',
  },
  account: {
    1: 'account accountname company companyname organization organisation organizationname 公司 公司名称 企业 企业名称 客户公司',
    0.9: 'accountid companyid organizationid orgid organisationid associatedcompany associatedcompanyid employer firm businessname org groupid companydomain 公司id 企业id 单位 单位名称 所属公司 所属企业 工作单位 机构名称',
    0.6: 'workspaceid tenantid teamid tenant 机构 店铺',
  },
  owner: {
    1: 'owner ownerid ownername 负责人 负责人姓名 客户负责人',
    0.95: 'leadowner contactowner dealowner opportunityowner accountowner hubspotownerid recordowner salesrep salesowner salesperson accountexecutive accountmanager assignedto assignee 跟进人 跟进人员 销售负责人 销售人员 归属人 所属销售 客户经理 业务员 所有者 所有人 归属销售 添加人 跟进成员 销售顾问',
    0.65: 'rep agent seller advisor csm assignedtoname 销售 顾问 员工 坐席 经办人',
  },
  stage: {
    1: 'stage stagename dealstage lifecyclestage opportunitystage leadstage pipelinestage salesstage 阶段 销售阶段 商机阶段 客户阶段 跟进阶段 阶段名称 生命周期 线索阶段 成交阶段',
    0.85: 'leadstatus dealpipelinestageid stageid pipelinestageid customerstatus 线索状态 客户状态 跟进状态 商机状态',
    0.5: 'status phase 状态 状态名称',
  },
  value: {
    1: 'value amount revenue 金额',
    0.9: 'price total totalprice totalamount orderamount ordervalue ordertotal paymentamount paidamount purchaseamount purchaserevenue gmv dealamount dealvalue eventvalue transactionamount transactionrevenue totalrevenue subtotal dealsize opportunityamount contractvalue 订单金额 成交金额 支付金额 实付金额 付款金额 交易金额 价格 总价 合同金额 消费金额 总金额 商机金额 预计金额 预计成交金额 应付金额 实收金额 销售额',
    0.6: 'cost fee charge spend quantity price1 annualrevenue expectedrevenue 单价 费用',
  },
  page: {
    1: 'page pageurl pagepath pagelocation 页面 页面地址 页面url 页面路径 访问页面',
    0.9: 'url currenturl pagename pagetitle path requesturi requesturl screen screenname pageviewurl contextpageurl href 当前页面 网址 链接 页面链接 页面名称 浏览页面',
    0.6: 'landingpage link uri pathname location externalurl 落地页 着陆页 页面标题',
  },
};

/** Every word of a header that is known, folded. */
export const meanings: ReadonlyMap<string, readonly Meaning[]> = (() => {
  const map = new Map<string, Meaning[]>();
  for (const [field, groups] of Object.entries(table)) {
    for (const [weight, words] of Object.entries(groups)) {
      for (const word of words.split(' ')) {
        const meaning = { field: field as MappedField, weight: Number(weight) };
        const known = map.get(word);
        if (known) known.push(meaning);
        else map.set(word, [meaning]);
      }
    }
  }
  return map;
})();

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words around a known one that leave its meaning as it is. */
export const plainWords: ReadonlySet<string> = list(
  'contact lead customer client user person member profile prospect recipient visitor subscriber buyer guest consumer end primary main home work personal private business default standard what is the please enter my your full requester attendee participant registrant respondent applicant shopper payer billing associated regarding raw property properties trait traits context attributes fields data custom hs cf number no num text utc local pretty iso formatted 1 2 3 客户 用户 联系 联系人 会员 买家 收件人 收货人 本人 常用 注册 绑定 主 备用 个人 工作 办公 学员 报名人 参会人 您的 你的 预留 留资 必填 选填',
);

/** Of these, the ones that leave even a weak word as it is: `property_name` is a `name`, `customer name` is a person's. */
export const wrapperWords: ReadonlySet<string> = list(
  'raw property properties attributes fields data custom hs cf event',
);

/** Words that make a person's field another person's: those who work on the customer, or send to them. */
export const staffWords: ReadonlySet<string> = list(
  'owner rep agent manager assignee assigned sales salesperson seller creator creation createdby modifiedby updatedby author sender from reply cc bcc staff employee admin operator host organizer supervisor referrer referral inviter by invited support parent partner emergency teacher instructor trainer coach tutor doctor physician driver cashier recruiter approver submitter reviewer reporter handler consultant called callee 老师 教师 教练 医生 司机 收银员 负责人 创建人 销售 员工 操作人 跟进人 经理 发件人 抄送 客服 管理员 推荐人 邀请人 介绍人 紧急联系人 紧急 坐席 顾问 添加人 所有者 修改人 录入人 店铺 门店 商家 卖家',
);

/** Words that make a time another one than the row's own. */
export const otherTimeWords: ReadonlySet<string> = list(
  'last updated modified synced sync loaded load etl exported export birth birthday birthdate dob expiry expires expire expiration due deadline end ended next scheduled renewal reminder previous prev old deleted viewed referenced modstamp seen first 最后 最近 上次 更新 修改 同步 生日 出生 到期 过期 截止 结束 下次 预计 提醒 首次 导出',
);

function joined(words: ReadonlySet<string>): string {
  return [...words].join(' ');
}
