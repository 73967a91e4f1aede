"use strict";exports.__esModule=!0,exports.renderJunit=void 0;function c(){const e=require("./chunk-WKSMII2T.cjs");return c=function(){return e},e}var f=(e,s)=>{const r=(0,c().byFile)(e),n=s.files.map(t=>i(t,r.get(t)??[],s)).join(""),u=e.filter(({severity:t})=>t==="error").length;return`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="actdef" tests="${s.files.reduce((t,o)=>t+Math.max(r.get(o)?.length??0,1),0)}" failures="${u}" errors="0">
${n}</testsuites>
`};exports.renderJunit=f;function i(e,s,r){const n=l(r.showPath(e)),u=s.filter(({severity:t})=>t==="error").length,a=s.length===0?[`    <testcase classname="${n}" name="no problems"/>
`]:s.map(t=>m(t,n,r));return`  <testsuite name="${n}" tests="${a.length}" failures="${u}" errors="0">
${a.join("")}  </testsuite>
`}function m(e,s,r){const n=l(e.message),u=l([(0,c().place)(e,r),e.message,...e.help?[`help: ${e.help}`]:[]].join(`
`)),a=e.severity==="error"?`<failure type="${l(e.code)}" message="${n}">${u}</failure>`:`<system-out>${u}</system-out>`,t=l(`${e.code} at ${(0,c().place)(e,r).split(":").slice(-2).join(":")}`);return`    <testcase classname="${s}" name="${t}">${a}</testcase>
`}function l(e){return e.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,"\uFFFD").replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replaceAll('"',"&quot;")}
