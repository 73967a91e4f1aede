"use strict";exports.__esModule=!0,exports.renderJunit=void 0;function _chunkNRFKFA4D(){const e=require("./chunk-NRFKFA4D.cjs");return _chunkNRFKFA4D=function(){return e},e}var renderJunit=(e,s)=>{const r=(0,_chunkNRFKFA4D().byFile)(e),n=s.files.map(t=>suite(t,r.get(t)??[],s)).join(""),u=e.filter(({severity:t})=>t==="error").length;return`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="actdef" tests="${s.files.reduce((t,l)=>t+Math.max(r.get(l)?.length??0,1),0)}" failures="${u}" errors="0">
${n}</testsuites>
`};exports.renderJunit=renderJunit;function suite(e,s,r){const n=escapeXml(r.showPath(e)),u=s.filter(({severity:t})=>t==="error").length,a=s.length===0?[`    <testcase classname="${n}" name="no problems"/>
`]:s.map(t=>testCase(t,n,r));return`  <testsuite name="${n}" tests="${a.length}" failures="${u}" errors="0">
${a.join("")}  </testsuite>
`}function testCase(e,s,r){const n=escapeXml(e.message),u=escapeXml([(0,_chunkNRFKFA4D().place)(e,r),e.message,...e.help?[`help: ${e.help}`]:[]].join(`
`)),a=e.severity==="error"?`<failure type="${escapeXml(e.code)}" message="${n}">${u}</failure>`:`<system-out>${u}</system-out>`,t=escapeXml(`${e.code} at ${(0,_chunkNRFKFA4D().place)(e,r).split(":").slice(-2).join(":")}`);return`    <testcase classname="${s}" name="${t}">${a}</testcase>
`}function escapeXml(e){return e.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,"\uFFFD").replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replaceAll('"',"&quot;")}
