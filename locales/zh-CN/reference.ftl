# API 说明页

reference-title = API
reference-what = 页面上能看到的、你能做的，程序也都可以做：带上个人令牌，或者用浏览器里登录后的 Cookie。在这里不能做的事，在那里同样不能做。各项说明是英文的。
reference-tokens = 个人令牌
reference-json = OpenAPI 3.1 描述文件
reference-public = 无需登录
reference-scope = 令牌权限：{ $scope }
reference-takes = 发送
reference-gives = 返回
reference-shapes = 数据格式
reference-failures = 出错时返回 application/problem+json：title、detail（发生了什么）、next（接下来怎么办），用你选的语言写成。
